"""网址: the home page, signing in and out, search, feedback, jobs and files."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from louyu.portal import jobs
from louyu.portal.accounts import ChangePassword, SignIn
from louyu.portal.attention import attention, export
from louyu.portal.feedback import feedback
from louyu.portal.files import download
from louyu.portal.home import home
from louyu.portal.public.articles import preview
from louyu.portal.search import search

urlpatterns = [
    path("", home, name="home"),
    path("attention/<slug:key>/", attention, name="attention"),
    path("attention/<slug:key>/export.<str:ending>", export, name="attention-export"),
    path("search/", search, name="search"),
    path("articles/<int:pk>/preview/", preview, name="article-preview"),
    path("feedback/", feedback, name="feedback"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<int:pk>/", jobs.detail, name="job"),
    path("files/<int:pk>/", download, name="file"),
    path("accounts/login/", SignIn.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("accounts/password/", ChangePassword.as_view(), name="password_change"),
]
