"""数据接入: the Django app."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "louyu.journey.matching.sources"
    label = "sources"
    verbose_name = "数据接入"
