"""统计: the Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class StatisticsConfig(AppConfig):
    name = "louyu.journey.statistics"
    label = "statistics"

    def ready(self) -> None:
        autodiscover_modules("annotations")
