"""网址: the public site, all below one path so that a gateway can let it through alone."""

from django.urls import path

from louyu.portal.public import articles, directory, feed, pages, search, spaces
from louyu.portal.public.keeping import kept

urlpatterns = [
    path("", kept(pages.home), name="public-home"),
    path("spaces/", kept(spaces.spaces), name="public-spaces"),
    path("spaces/<int:pk>/", kept(spaces.space), name="public-space"),
    path("spaces/photos/<int:pk>/<slug:size>.jpg", spaces.photo, name="public-space-photo"),
    path("buildings/", kept(directory.buildings), name="public-buildings"),
    path("buildings/<path:code>/", kept(directory.building), name="public-building"),
    path("articles/", kept(articles.index), name="public-articles"),
    path("articles/<int:pk>/", kept(articles.article), name="public-article"),
    path(
        "articles/pictures/<int:pk>/<slug:size>.jpg",
        articles.picture,
        name="public-article-picture",
    ),
    path("search/", search.search, name="public-search"),
    path("feed.xml", kept(feed.LatestArticles()), name="public-feed"),
    path("text-size/", pages.text_size, name="public-text-size"),
]
