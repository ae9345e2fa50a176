"""文章: the Django app."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "louyu.journey.publication.articles"
    label = "articles"
