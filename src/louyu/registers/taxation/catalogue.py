"""系统目录: what PostgreSQL says of the lock: which tables it is on, what gets around it."""

from django.db import connection

from louyu.registers.taxation.lock import locked_tables

UNSAFE_ROLE = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
LOCKED = """
    SELECT relname FROM pg_class c
    WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s)
        AND relrowsecurity AND relforcerowsecurity
        AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)
"""
# Through any number of views; a materialized one is a copy and never has the reader's rights.
OPEN_VIEWS = """
    WITH RECURSIVE resting (oid) AS (
        SELECT oid FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s)
    UNION
        SELECT r.ev_class FROM resting
        JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = resting.oid
        JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    )
    SELECT relname FROM pg_class v JOIN resting USING (oid)
    WHERE relkind = 'm' OR relkind = 'v' AND NOT coalesce(
        (SELECT option_value::boolean FROM pg_options_to_table(v.reloptions)
         WHERE option_name = 'security_invoker'), false)
    ORDER BY relname
"""


def role_is_unsafe() -> bool:
    return _names(UNSAFE_ROLE) == [True]


def unlocked_tables() -> list[str]:
    """Guarded tables without enabled and forced row security, or without a policy."""
    tables = locked_tables()
    locked = _names(LOCKED, tables)
    return [table for table in tables if table not in locked]


def open_views() -> list[str]:
    """Views over a guarded table that read with their owner's rights."""
    return [str(name) for name in _names(OPEN_VIEWS, locked_tables())]


def _names(query: str, *tables: list[str]) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(query, tables)
        return [value for (value,) in cursor.fetchall()]
