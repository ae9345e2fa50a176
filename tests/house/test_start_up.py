"""拒绝启动: a database whose lock on tax is broken is not served, whichever way it broke.

Each way is tried in a scratch database, looked at as the role the product runs as.
"""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from conftest import OWNER_URL, drop_database
from louyu.config.roles import refuse_unsafe_role
from louyu.config.settings.database import parse_url
from louyu.registers.taxation import catalogue
from louyu.registers.taxation.lock import locked_tables, put_on

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = locked_tables()
NAME = f"louyu_scratch_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
BREAKS = {
    "security switched off": "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
    "the owner let off": "ALTER TABLE {} NO FORCE ROW LEVEL SECURITY",
    "no policy": "DROP POLICY tax_read ON {0}; DROP POLICY tax_write ON {0}",
    "a view with its owner's rights": "CREATE VIEW peep AS SELECT * FROM {}",
    "a view over a view": "CREATE VIEW inner_one WITH (security_invoker) AS SELECT * FROM {};"
    "CREATE VIEW peep AS SELECT * FROM inner_one",
    "a copy": "CREATE MATERIALIZED VIEW peep AS SELECT * FROM {}",
}


def as_owner(database: str) -> psycopg.Connection[Any]:
    role = parse_url(OWNER_URL)
    return psycopg.connect(
        dbname=database,
        user=role["USER"],
        password=role["PASSWORD"],
        host=role["HOST"],
        port=role["PORT"] or None,
        autocommit=True,
    )


@pytest.fixture
def scratch() -> Iterator[psycopg.Connection[Any]]:
    """Empty tables under lock; the product's connection leads there meanwhile."""
    roles = parse_url(OWNER_URL), dict(connection.settings_dict)
    drop_database(NAME, *roles)
    with as_owner("postgres") as admin:
        admin.execute(f"CREATE DATABASE {NAME}")
    with as_owner(NAME) as owner:
        for table in TABLES:
            owner.execute(f"CREATE TABLE {table} (id int)")
            owner.execute(put_on(table))
        usual = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = NAME
        yield owner
        connection.close()
        connection.settings_dict["NAME"] = usual
    drop_database(NAME, *roles)


def test_a_sound_database_is_served(scratch: psycopg.Connection[Any]) -> None:
    scratch.execute(f"CREATE VIEW fine WITH (security_invoker) AS SELECT * FROM {TABLES[0]}")
    refuse_unsafe_role()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("break_", BREAKS.values(), ids=BREAKS)
def test_a_broken_lock_is_not_served(
    scratch: psycopg.Connection[Any], table: str, break_: str
) -> None:
    scratch.execute(break_.format(table))
    with pytest.raises(ImproperlyConfigured, match=f"{table}|peep"):
        refuse_unsafe_role()


def test_a_role_that_may_bypass_the_lock_is_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "UNSAFE_ROLE", "SELECT true")
    with pytest.raises(ImproperlyConfigured, match="绕过行级安全"):
        refuse_unsafe_role()
