"""区划规则: kept by the database, however a row was written."""

import pgtrigger


def keeps_its_level() -> pgtrigger.Trigger:
    """What a place manages rests on its level; only a street and a park may trade places."""
    return pgtrigger.Trigger(
        name="place_keeps_its_level",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("level"),
        condition=pgtrigger.Condition(
            "OLD.level <> NEW.level AND NOT (OLD.level IN ('subdistrict', 'park') "
            "AND NEW.level IN ('subdistrict', 'park'))"
        ),
        func="""
            RAISE check_violation USING
                MESSAGE = 'a place keeps its level; end it and add its successor',
                CONSTRAINT = 'place_keeps_its_level';
        """,
    )


def paths_follow() -> pgtrigger.Trigger:
    """Who sees what rests on paths: when a place moves, everything below it moves along."""
    return pgtrigger.Trigger(
        name="place_paths_follow",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("OLD.path IS DISTINCT FROM NEW.path"),
        func="""
            UPDATE places_place SET path = NEW.path || code || '/' WHERE parent_id = NEW.id;
            RETURN NULL;
        """,
    )
