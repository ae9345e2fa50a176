"""文件: the Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "louyu.kernel.files"
    label = "files"
