"""机制: finds every app's scope.py and resource.py at start-up."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    name = "louyu.kernel"

    def ready(self) -> None:
        autodiscover_modules("scope", "resource")
