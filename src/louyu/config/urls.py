"""网址: the root URL table; each app keeps its own."""

from django.urls import include, path

from louyu.config.health import healthz
from louyu.portal.public.feed import sitemap

handler404 = "louyu.portal.public.pages.not_found"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("louyu.portal.urls")),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("open/", include("louyu.portal.public.urls")),
    path("", include("louyu.portal.signing_in.urls")),
    path("", include("louyu.portal.cockpit.urls")),
    path("", include("louyu.portal.setup.urls")),
    path("", include("louyu.portal.api.urls")),
    path("", include("louyu.portal.people.urls")),
    path("", include("louyu.registers.places.urls")),
    path("", include("louyu.registers.organizations.urls")),
    path("", include("louyu.registers.occupancy.urls")),
    path("", include("louyu.registers.buildings.urls")),
    path("", include("louyu.registers.enterprises.urls")),
    path("", include("louyu.registers.deliveries.urls")),
    path("", include("louyu.registers.taxation.urls")),
    path("", include("louyu.registers.assignments.urls")),
    path("matters/", include("louyu.registers.matters.urls")),
    path("inbox/", include("louyu.portal.inbox.urls")),
    path("imports/", include("louyu.portal.imports.urls")),
    path("map/", include("louyu.portal.map.urls")),
    path("collection/", include("louyu.journey.collection.urls")),
    path("reminders/", include("louyu.journey.collection.reminders.urls")),
    path("verification/", include("louyu.journey.verification.urls")),
    path("", include("louyu.journey.verification.findings.urls")),
    path("sources/", include("louyu.journey.matching.sources.urls")),
    path("matching/summary/", include("louyu.journey.matching.summary.urls")),
    path("matching/", include("louyu.journey.matching.urls")),
    path("", include("louyu.journey.statistics.urls")),
    path("", include("louyu.journey.publication.urls")),
    path("articles/", include("louyu.journey.publication.articles.urls")),
    path("local-registration/", include("louyu.initiatives.local_registration.urls")),
]
