"""事项: the Django app."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "louyu.registers.matters"
    verbose_name = "事项"
