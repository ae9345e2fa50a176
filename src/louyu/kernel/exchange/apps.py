"""表格往来: the Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "louyu.kernel.exchange"
    label = "exchange"
