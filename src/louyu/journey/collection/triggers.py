"""采集规则: kept by the database, however a row was written."""

import pgtrigger


def written_once(name: str) -> pgtrigger.Trigger:
    """What was handed in is evidence: it is answered by the next one, never changed."""
    return pgtrigger.Protect(
        name=f"collection_{name}_written_once",
        operation=pgtrigger.Update | pgtrigger.Delete,
    )


def only_ended(name: str) -> tuple[pgtrigger.Trigger, ...]:
    """What was asked stays as it was put: it is ended, never reworded and never deleted."""
    return (
        pgtrigger.Protect(name=f"collection_{name}_never_deleted", operation=pgtrigger.Delete),
        pgtrigger.ReadOnly(name=f"collection_{name}_never_reworded", exclude=["ended"]),
    )


def month_is_open(name: str, cycle: str, duty: str) -> pgtrigger.Trigger:
    """Nothing moves in a closed month but what was reopened until a day (`cycle`, `duty`: SQL).

    The shared lock makes closing wait for who is writing, and who writes wait for closing:
    whoever comes after it is refused, so that nothing is written into a closed month.
    """
    return pgtrigger.Trigger(
        name=f"collection_{name}_month_is_open",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("closed", "timestamptz")],
        func=f"""
            SELECT closed_at INTO closed FROM collection_cycle WHERE id = {cycle} FOR SHARE;
            IF closed IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM collection_reopening
                WHERE duty_id = {duty}
                  AND until >= (now() AT TIME ZONE 'Asia/Shanghai')::date
            ) THEN
                RAISE check_violation USING
                    MESSAGE = 'the month is closed',
                    CONSTRAINT = 'collection_month_is_open';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (what this package names)
    )
