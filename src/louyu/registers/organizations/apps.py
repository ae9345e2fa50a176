"""组织与人员: the Django app."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "louyu.registers.organizations"
    verbose_name = "组织与人员"
