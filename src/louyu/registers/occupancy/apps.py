"""入驻: the Django app."""

from django.apps import AppConfig


class OccupancyConfig(AppConfig):
    name = "louyu.registers.occupancy"
    verbose_name = "入驻"
