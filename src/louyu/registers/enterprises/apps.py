"""经营主体: the Django app."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "louyu.registers.enterprises"
    verbose_name = "经营主体"
