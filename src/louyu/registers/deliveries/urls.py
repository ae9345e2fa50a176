"""网址: addresses of this app."""

from django.urls import path

from louyu.registers.deliveries import pages

urlpatterns = [
    path("deliveries/", pages.deliveries, name="deliveries"),
    path("deliveries/new/", pages.new, name="delivery-new"),
    path("deliveries/<int:pk>/", pages.delivery, name="delivery"),
]
