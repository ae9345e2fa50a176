"""采集: the Django app; finds at start-up what later stages ask on its pages."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CollectionConfig(AppConfig):
    name = "louyu.journey.collection"
    verbose_name = "采集"

    def ready(self) -> None:
        autodiscover_modules("monthly")
