"""作业: the Django app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "louyu.kernel.jobs"
    label = "jobs"
