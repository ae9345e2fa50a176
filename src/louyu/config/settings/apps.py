"""应用: which apps are installed, in the order of the bands, and how they are wired."""

import pgtrigger

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "axes",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "louyu.kernel",
    "louyu.kernel.files",
    "louyu.kernel.jobs",
    "louyu.kernel.pages",
    "louyu.kernel.views",
    "louyu.kernel.editing",
    "louyu.registers.places",
    "louyu.registers.organizations",
    "louyu.registers.deliveries",
    "louyu.registers.buildings",
    "louyu.registers.enterprises",
    "louyu.registers.assignments",
    "louyu.registers.matters",
    "louyu.registers.occupancy",
    "louyu.registers.taxation",
    "louyu.journey.collection",
    "louyu.journey.collection.reminders",
    "louyu.journey.verification",
    "louyu.journey.verification.findings",
    "louyu.journey.matching",
    "louyu.journey.matching.sources",
    "louyu.journey.statistics",
    "louyu.journey.publication",
    "louyu.journey.publication.articles",
    "louyu.initiatives.local_registration",
    "louyu.portal",
]

AUTH_USER_MODEL = "organizations.User"
PROCRASTINATE_ON_APP_READY = "louyu.kernel.jobs.procrastinate.on_app_ready"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# One trigger call per statement, not per row: a merge of 100,000 rows stays a set operation.
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_APPEND_ONLY = True

# How a job that runs later finds out who its owner is by then.
ACTOR_LOADER = "louyu.registers.organizations.actors.actor_by_id"
