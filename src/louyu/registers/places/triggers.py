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


def outline_is_a_face() -> pgtrigger.Trigger:
    """GeoJSON of one or several faces: closed rings of at least three corners, within China."""
    return pgtrigger.Trigger(
        name="cluster_outline_is_a_face",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("outline"),
        condition=pgtrigger.Condition("NEW.outline IS NOT NULL"),
        declare=[("rings", "jsonb")],
        func="""
            rings := jsonb_path_query_array(
                NEW.outline,
                CASE NEW.outline->>'type'
                    WHEN 'Polygon' THEN 'strict $.coordinates[*]'::jsonpath
                    WHEN 'MultiPolygon' THEN 'strict $.coordinates[*][*]'::jsonpath
                END,
                '{}', true
            );
            IF rings IS NULL OR rings = '[]' OR EXISTS (
                SELECT FROM jsonb_array_elements(rings) AS each (ring)
                WHERE CASE WHEN jsonb_typeof(ring) <> 'array' THEN true ELSE
                    jsonb_array_length(ring) < 4
                    OR ring->0 <> ring->-1
                    OR jsonb_array_length(ring) <> jsonb_array_length(jsonb_path_query_array(
                        ring,
                        'strict $[*] ? (@[0] >= 73 && @[0] <= 136 && @[1] >= 3 && @[1] <= 54)',
                        '{}', true
                    ))
                END
            ) THEN
                RAISE check_violation USING
                    MESSAGE = 'the outline of a cluster is no face within China',
                    CONSTRAINT = 'cluster_outline_is_a_face';
            END IF;
            RETURN NEW;
        """,
    )
