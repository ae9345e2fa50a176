"""统计: the Django app."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "louyu.journey.statistics"
    label = "statistics"
