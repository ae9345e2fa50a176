"""提醒: the Django app."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "louyu.journey.collection.reminders"
    label = "reminders"
