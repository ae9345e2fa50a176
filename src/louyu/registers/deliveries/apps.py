"""来源: the Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DeliveriesConfig(AppConfig):
    name = "louyu.registers.deliveries"
    label = "deliveries"

    def ready(self) -> None:
        autodiscover_modules("imports")
