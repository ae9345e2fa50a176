"""网址: the public site, all below one path so that a gateway can let it through alone."""

from django.urls import path

from louyu.portal.public import articles, pages

urlpatterns = [
    path("", pages.home, name="public-home"),
    path("articles/", articles.index, name="public-articles"),
    path("articles/<int:pk>/", articles.article, name="public-article"),
    path("text-size/", pages.text_size, name="public-text-size"),
]
