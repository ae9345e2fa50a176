"""机制: finds at start-up every app's declarations: who sees what, its nouns, what waits."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    name = "louyu.kernel"

    def ready(self) -> None:
        autodiscover_modules("scope", "resource", "forms", "listing", "panels", "inbox")
