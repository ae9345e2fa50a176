"""页面: the Django app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "louyu.kernel.pages"
    label = "pages"
