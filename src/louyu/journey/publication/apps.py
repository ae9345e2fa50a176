"""发布: the Django app."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "louyu.journey.publication"
    label = "publication"
