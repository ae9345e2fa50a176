"""网址: addresses of this app."""

from django.urls import path

from louyu.journey.matching.sources import pages

urlpatterns = [
    path("", pages.index, name="sources"),
    path("new/", pages.choose, name="source-choose"),
    path("new/<slug:via>/", pages.new, name="source-new"),
    path("<int:pk>/", pages.show, name="source"),
    path("<int:pk>/edit/", pages.edit, name="source-edit"),
    path("<int:pk>/act/", pages.act, name="source-act"),
    path("<int:pk>/upload/", pages.upload, name="source-upload-act"),
    path("pulls/<int:pk>/", pages.pull, name="pull"),
    path("pulls/<int:pk>/decide/", pages.decide, name="pull-decide"),
]
