"""数据库角色: what the app role may do, and the refusal to serve as one that may do too much."""

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from louyu.registers.taxation.catalogue import open_views, role_is_unsafe, unlocked_tables

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
    """Row-level security does nothing for a superuser or a role that bypasses it, for a table
    it was taken off, or for a view that reads with its owner's rights."""
    if role_is_unsafe():
        raise ImproperlyConfigured(
            "DATABASE_URL 所用的数据库角色是超级用户或可绕过行级安全，系统拒绝以它运行。"
            "请建立一个 NOSUPERUSER NOBYPASSRLS 的角色，见 docs/howto/operate.md。"
        )
    if tables := unlocked_tables():
        raise ImproperlyConfigured(
            f"涉税数据表 {'、'.join(tables)} 没有启用行级安全（FORCE 与策略），系统拒绝运行。"
            "请用 ./louyu run 重新启动以完成数据库升级；仍不成功请从备份恢复。"
        )
    if views := open_views():
        raise ImproperlyConfigured(
            f"视图 {'、'.join(views)} 会绕过涉税数据表的行级安全，系统拒绝运行。"
            "请删除它，或以 WITH (security_invoker = true) 重建。"
        )
