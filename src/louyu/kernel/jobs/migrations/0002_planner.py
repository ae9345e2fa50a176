"""规划统计: what the app role, which owns no table, may ask for after a bulk write."""

from django.db import migrations

# Autovacuum comes within a minute or two. Until then the planner takes a table that was filled
# in one transaction for an empty one, and a list of 70 rows takes seconds.
CREATE = """
CREATE FUNCTION louyu_refresh_planner(changed bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE written regclass;
BEGIN
    FOR written IN
        SELECT relid FROM pg_stat_user_tables
        WHERE schemaname = 'public' AND n_mod_since_analyze >= changed
        ORDER BY relid
    LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', written);
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION louyu_refresh_planner(bigint)"),
    ]
