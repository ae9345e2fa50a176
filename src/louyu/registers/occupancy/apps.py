"""入驻: the Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OccupancyConfig(AppConfig):
    name = "louyu.registers.occupancy"
    verbose_name = "入驻"

    def ready(self) -> None:
        autodiscover_modules("colours")
