"""驾驶舱网址."""

from django.urls import path

from louyu.portal.cockpit.pages import cockpit

urlpatterns = [path("cockpit/", cockpit, name="cockpit")]
