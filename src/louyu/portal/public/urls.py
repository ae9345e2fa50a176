"""网址: the public site, all below one path so that a gateway can let it through alone."""

from django.urls import path

from louyu.portal.public import articles, directory, feed, pages, search, spaces

urlpatterns = [
    path("", pages.home, name="public-home"),
    path("spaces/", spaces.spaces, name="public-spaces"),
    path("spaces/<int:pk>/", spaces.space, name="public-space"),
    path("buildings/", directory.buildings, name="public-buildings"),
    path("buildings/<path:code>/", directory.building, name="public-building"),
    path("articles/", articles.index, name="public-articles"),
    path("articles/<int:pk>/", articles.article, name="public-article"),
    path("search/", search.search, name="public-search"),
    path("feed.xml", feed.LatestArticles(), name="public-feed"),
    path("text-size/", pages.text_size, name="public-text-size"),
]
