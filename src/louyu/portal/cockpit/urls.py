"""驾驶舱网址."""

from django.urls import path

from louyu.portal.cockpit.exports import export
from louyu.portal.cockpit.pages import cockpit

urlpatterns = [
    path("cockpit/", cockpit, name="cockpit"),
    path("cockpit/export.xlsx", export, name="cockpit-export"),
]
