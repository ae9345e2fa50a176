"""涉税数据: the Django app."""

from django.apps import AppConfig


class TaxationConfig(AppConfig):
    name = "louyu.registers.taxation"
    label = "taxation"
