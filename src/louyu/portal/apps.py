"""门户: the Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "louyu.portal"
    label = "portal"
