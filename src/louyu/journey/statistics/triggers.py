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


def rests_with_its_plan(what: str) -> list[pgtrigger.Trigger]:
    """Nothing of an archived plan changes; whoever must, takes it out of the archive first."""
    return [
        pgtrigger.Trigger(
            name=f"{what}_rests_with_its_plan_{name}",
            when=pgtrigger.Before,
            operation=operation,
            func=f"""
                IF EXISTS (
                    SELECT 1 FROM statistics_plan
                    WHERE id = {row}.plan_id AND archived_on IS NOT NULL
                ) THEN
                    RAISE check_violation USING
                        MESSAGE = 'an archived plan does not change',
                        CONSTRAINT = 'rests_with_its_plan';
                END IF;
                RETURN {row};
            """,  # noqa: S608
        )
        for name, operation, row in (
            ("written", pgtrigger.Insert | pgtrigger.Update, "NEW"),
            ("left", pgtrigger.Delete, "OLD"),
        )
    ]


def _part_rule(name: str, message: str, condition: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"""
            IF NOT EXISTS (
                SELECT 1 FROM statistics_target t JOIN places_place p ON p.id = t.place_id
                WHERE t.id = NEW.target_id AND {condition}
            ) THEN
                RAISE check_violation USING MESSAGE = '{message}', CONSTRAINT = '{name}';
            END IF;
            RETURN NEW;
        """,  # noqa: S608
    )


def part_of_its_plan() -> pgtrigger.Trigger:
    return _part_rule(
        "part_of_its_plan", "a part belongs to the plan of its target", "t.plan_id = NEW.plan_id"
    )


def part_of_a_district_target() -> pgtrigger.Trigger:
    return _part_rule(
        "part_of_a_district_target", "what is divided is the district''s", "p.level = 'district'"
    )
