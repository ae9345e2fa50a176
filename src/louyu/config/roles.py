"""数据库角色: what the app role may do, and the refusal to serve as one that may do too much."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

GRANTS = """
    GRANT USAGE ON SCHEMA public TO {role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
    GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role};
"""


def grant_to(role: str) -> None:
    """After each migration: the owner's new tables are nobody else's until granted."""
    with connection.cursor() as cursor:
        cursor.execute(GRANTS.format(role=connection.ops.quote_name(role)))


def refuse_unsafe_role() -> None:
    """Row-level security does nothing for a superuser or a role that bypasses it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        unsafe = cursor.fetchone()[0]
    if unsafe:
        raise ImproperlyConfigured(
            "DATABASE_URL 所用的数据库角色是超级用户或可绕过行级安全，系统拒绝以它运行。"
            "请建立一个 NOSUPERUSER NOBYPASSRLS 的角色，见 docs/howto/operate.md。"
        )
