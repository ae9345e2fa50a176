"""登记与修改: the Django app."""

from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "louyu.kernel.editing"
    label = "editing"
