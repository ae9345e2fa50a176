"""采集: the Django app."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "louyu.journey.collection"
    verbose_name = "采集"
