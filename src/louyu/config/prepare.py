"""备库: migrates as the owner, grants the app role what it needs, refreshes the planner's view."""

import os

import django

MIGRATING = 2017_0925  # advisory lock: two starts of one instance migrate one after the other


def prepare() -> None:
    from django.core.management import call_command
    from django.db import connection

    from louyu.config.roles import grant_to
    from louyu.config.settings.database import parse_url

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
    call_command("migrate", verbosity=0)
    app_role = str(parse_url(os.environ["DATABASE_URL"])["USER"])
    if app_role and app_role != connection.settings_dict["USER"]:
        grant_to(app_role)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "louyu.config.settings")
    os.environ["LOUYU_AS_OWNER"] = "1"
    django.setup()
    prepare()
