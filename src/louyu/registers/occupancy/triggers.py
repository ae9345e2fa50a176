"""入驻规则: a unit link carries its occupancy's enterprise and days, kept by the database."""

import pgtrigger


def copy_from_the_occupancy() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="occupancy_unit_copies",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("parent", "occupancy_occupancy%ROWTYPE")],
        func="""
            SELECT * INTO parent FROM occupancy_occupancy WHERE id = NEW.occupancy_id;
            IF NOT EXISTS (
                SELECT 1 FROM buildings_unit
                WHERE id = NEW.unit_id AND building_id = parent.building_id
            ) THEN
                RAISE check_violation USING
                    MESSAGE = 'an occupancy covers units of its own building only',
                    CONSTRAINT = 'occupancy_units_in_its_building';
            END IF;
            NEW.enterprise_id := parent.enterprise_id;
            NEW.held := parent.during;
            RETURN NEW;
        """,
    )


def follow_the_occupancy() -> pgtrigger.Trigger:
    """When a stay changes its days, its units change with it."""
    return pgtrigger.Trigger(
        name="occupancy_units_follow",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("start", "end", "enterprise_id", "building_id"),
        func="""
            UPDATE occupancy_occupancyunit SET occupancy_id = NEW.id
            WHERE occupancy_id = NEW.id;
            RETURN NULL;
        """,
    )
