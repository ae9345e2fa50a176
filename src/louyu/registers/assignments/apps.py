"""分工: the Django app."""

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "louyu.registers.assignments"
    verbose_name = "分工"
