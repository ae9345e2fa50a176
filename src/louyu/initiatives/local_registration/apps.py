"""自愿登记服务: the Django app; no other app imports it or reads its tables."""

from django.apps import AppConfig


class LocalRegistrationConfig(AppConfig):
    name = "louyu.initiatives.local_registration"
    label = "local_registration"
    verbose_name = "自愿登记服务"
