"""涉税锁: the tables under row-level security and the setting that opens them.

PostgreSQL shows and takes their rows only while `louyu.tax` says so, and the setting ends with the
block that made it, at the latest with its transaction (decision 0057).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from django.apps import apps
from django.db import connection, transaction

from louyu.kernel.scope import ScopedModel

SETTING = "louyu.tax"

# The sub-select makes it one evaluation for a statement, not one for each row.
_SAYS = f"(SELECT current_setting('{SETTING}', true))"
PUT_ON = """
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY tax_read ON {table} FOR SELECT USING ({says} = 'read');
    CREATE POLICY tax_write ON {table} FOR ALL USING ({says} = 'write');
"""
TAKE_OFF = """
    DROP POLICY tax_write ON {table};
    DROP POLICY tax_read ON {table};
    ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


class Locked(ScopedModel):
    """Rows that PostgreSQL gives out inside `opened` alone; a migration puts the lock on."""

    class Meta:
        abstract = True


def locked_tables() -> list[str]:
    return [one._meta.db_table for one in apps.get_models() if issubclass(one, Locked)]


def put_on(table: str) -> str:
    return PUT_ON.format(table=table, says=_SAYS)


def take_off(table: str) -> str:
    return TAKE_OFF.format(table=table)


@contextmanager
def opened(mode: Literal["read", "write"]) -> Iterator[None]:
    """What is read or written inside passes the policies; nothing after it does."""
    inside_another = connection.in_atomic_block
    with transaction.atomic():
        before = _set(mode)
        try:
            yield
        finally:
            # A transaction of its own takes the setting along when it ends.
            if inside_another and not connection.needs_rollback:
                _set(before)


def _set(value: str) -> str:
    """What the setting said before; local to the transaction in any case."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting(%s, true), ''), set_config(%s, %s, true)",
            [SETTING, SETTING, value],
        )
        return str(cursor.fetchone()[0])
