"""比对: the Django app."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "louyu.journey.matching"
    verbose_name = "比对"
