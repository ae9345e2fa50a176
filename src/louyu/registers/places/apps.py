"""区划: the Django app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "louyu.registers.places"
    verbose_name = "区划"
