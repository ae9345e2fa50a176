"""数据疑点: the Django app; finds every app's checks at start-up."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class FindingsConfig(AppConfig):
    name = "louyu.journey.verification.findings"
    label = "findings"
    verbose_name = "数据疑点"

    def ready(self) -> None:
        autodiscover_modules("checks")
