"""Takes over what imports found, before their own table goes (docs/decisions/0120)."""

from django.db import migrations

# The words are those the checks say, so that an answer goes on to hold.
TAKE_OVER = """
    INSERT INTO findings_finding (
        code, severity, standing, building_id, subject, label, words, link, opened_on,
        closed_on, closing, answer, answered_by_words, answered_at
    )
    SELECT
        CASE old.code
            WHEN 'occupancy_contradicts_vacancy' THEN 'stated-occupancy'
            WHEN 'vacancy_unstated' THEN 'stated-vacancy-missing'
            WHEN 'vacancy_above_area' THEN 'stated-vacancy-above-area'
            WHEN 'rent_below_fee' THEN 'stated-rent-below-fee'
            ELSE 'building-outside-place'
        END,
        CASE old.code WHEN 'vacancy_unstated' THEN 'hint' ELSE 'warning' END,
        false,
        old.building_id,
        CASE old.code
            WHEN 'outside_place' THEN 'building:' || old.building_id
            ELSE 'stated:' || old.building_id || ':' || old.period
        END,
        left(building.name, 200),
        coalesce(to_char(old.period, 'YYYY-MM ') || old.text, ltrim(old.text, '经纬度 ')),
        '/buildings/' || old.building_id || '/',
        old.found_on,
        CASE WHEN old.state <> 'open' THEN greatest(old.found_on, changed.at::date) END,
        CASE WHEN old.state = 'open' THEN '' ELSE old.state END,
        CASE old.state WHEN 'answered' THEN old.answer ELSE '' END,
        CASE old.state WHEN 'answered' THEN '未记录' ELSE '' END,
        CASE old.state WHEN 'answered' THEN changed.at END
    FROM buildings_finding AS old
    JOIN buildings_building AS building ON building.id = old.building_id
    CROSS JOIN LATERAL (
        SELECT coalesce(max(event.pgh_created_at), now()) AS at
        FROM buildings_findingevent AS event WHERE event.id = old.id
    ) AS changed
    ON CONFLICT DO NOTHING
"""
# A position outside the boundary is the street's to mend.
HAND_OVER = """
    UPDATE findings_finding SET standing = false
    WHERE code = 'building-outside-place' AND closed_on IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("findings", "0001_initial"), ("buildings", "0007_day_in_china")]
    run_before = [("buildings", "0008_findings_are_of_the_checks")]
    operations = [
        migrations.RunSQL(HAND_OVER, migrations.RunSQL.noop),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
    ]
