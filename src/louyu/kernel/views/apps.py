"""保存的筛选: the Django app."""

from django.apps import AppConfig


class ViewsConfig(AppConfig):
    name = "louyu.kernel.views"
    label = "views"
