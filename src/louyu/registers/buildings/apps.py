"""楼宇: the Django app."""

from django.apps import AppConfig


class BuildingsConfig(AppConfig):
    name = "louyu.registers.buildings"
    verbose_name = "楼宇"
