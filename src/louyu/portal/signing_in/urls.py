"""网址: ways to sign in beside the password, and an address to hand on."""

from django.urls import path

from louyu.portal.signing_in import pages, second_factor, sharing

urlpatterns = [
    path("accounts/phone/", pages.by_phone, name="sign-in-phone"),
    path("accounts/link/<str:token>/", pages.by_link, name="sign-in-link"),
    path("accounts/identity/", pages.to_identity, name="sign-in-oidc"),
    path("accounts/identity/back/", pages.from_identity, name="sign-in-oidc-back"),
    path("accounts/second-factor/", second_factor.ask, name="second-factor"),
    path("accounts/second-factor/new/", second_factor.enrol, name="second-factor-enrol"),
    path("share/", sharing.share, name="share"),
]
