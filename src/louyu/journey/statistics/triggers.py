"""统计规则: what a bulletin rests on does not change; kept by the database itself."""

import pgtrigger

_CHANGES = (
    ("insert", pgtrigger.Insert, {"new": "changed"}),
    ("update", pgtrigger.Update, {"old": "changed"}),
    ("move_in", pgtrigger.Update, {"new": "changed"}),
    ("delete", pgtrigger.Delete, {"old": "changed"}),
)


def frozen_with_their_month(what: str) -> list[pgtrigger.Trigger]:
    """One look at the months a statement touches, not one a row."""
    return [
        pgtrigger.Trigger(
            name=f"{what}_frozen_{name}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**rows),
            func="""
                IF EXISTS (
                    SELECT 1 FROM statistics_periodstate s
                    WHERE s.status = 'frozen'
                      AND s.period IN (SELECT period FROM changed)
                ) THEN
                    RAISE check_violation USING
                        MESSAGE = 'a frozen month does not change',
                        CONSTRAINT = 'frozen_with_its_month';
                END IF;
                RETURN NULL;
            """,
        )
        for name, operation, rows in _CHANGES
    ]


def stays_frozen() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="period_stays_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Condition("OLD.status = 'frozen'"),
        func="""
            RAISE check_violation USING
                MESSAGE = 'a frozen month does not change',
                CONSTRAINT = 'period_stays_frozen';
        """,
    )
