"""测试底座: one database per run, made by the owner role, used by the app role as in operation."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from louyu.config.roles import GRANTS
from louyu.config.settings.database import parse_url
from tests.browser import chromium_path

# Read at once: the fault tests hide it from the servers they start.
OWNER_URL = os.environ["LOUYU_OWNER_DATABASE_URL"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked long as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    later = pytest.mark.skip(reason="long: run with --long")
    blind = pytest.mark.skip(reason="no Chromium on this machine: run ./louyu setup as root")
    for item in items:
        if item.get_closest_marker("long") and not config.getoption("--long"):
            item.add_marker(later)
        if "tests/faults/" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("faults"))  # they share one instance
        if "chromium" in getattr(item, "fixturenames", ()) and not chromium_path():
            item.add_marker(blind)


def _connection(role: dict[str, Any]) -> psycopg.Connection[Any]:
    return psycopg.connect(
        dbname="postgres",
        user=role["USER"],
        password=role["PASSWORD"],
        host=role["HOST"],
        port=role["PORT"] or None,
        autocommit=True,
    )


def drop_database(name: str, owner: dict[str, Any], app: dict[str, Any]) -> None:
    """Each role ends its own sessions; threads of a served page may have left some open.

    Not WITH (FORCE): it is refused to all but superusers while autovacuum is at work there,
    whose worker belongs to no role; without it the worker is sent away.
    """
    for role in (app, owner):
        with _connection(role) as served:
            served.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = current_user",
                [name],
            )
    with _connection(owner) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Migrated once as owner; every test then connects as the app role, which owns nothing."""
    owner = parse_url(OWNER_URL)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"test_{settings.DATABASES['default']['NAME']}_{worker}"
    app = dict(settings.DATABASES["default"])
    drop_database(name, owner, app)
    with _connection(owner) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with django_db_blocker.unblock():
        _point_at(owner | {"NAME": name})
        call_command("migrate", verbosity=0)
        with connections["default"].cursor() as cursor:
            cursor.execute(_grants(str(app["USER"])))
        connections["default"].close()
        _point_at(app | {"NAME": name})
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
    drop_database(name, owner, app)


def _grants(role: str) -> str:
    """What operation grants, and TRUNCATE besides: the test runner empties tables with it."""
    return GRANTS.format(role=role) + f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {role}"


def _point_at(entry: dict[str, Any]) -> None:
    connection = connections["default"]
    connection.close()
    connection.settings_dict.update(
        {key: entry[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    )
