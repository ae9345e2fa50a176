"""网址: articles in the making; what the public reads lies under /open/."""

from django.urls import path

from louyu.journey.publication.articles import pages, picturing

urlpatterns = [
    path("", pages.index, name="articles"),
    path("new/", pages.new, name="article-new"),
    path("<int:pk>/", pages.detail, name="article"),
    path("<int:pk>/edit/", pages.edit, name="article-edit"),
    path("<int:pk>/move/", pages.move, name="article-move"),
    path("pictures/<int:pk>/<slug:size>.jpg", picturing.picture, name="article-picture"),
]
