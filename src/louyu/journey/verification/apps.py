"""核验: the Django app."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "louyu.journey.verification"
    verbose_name = "核验"
