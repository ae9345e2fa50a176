"""楼宇规则: rules over two tables, kept by the database itself."""

import pgtrigger


def managed_by_subdistrict_or_park() -> pgtrigger.Trigger:
    """A district or a community cannot manage a building."""
    return pgtrigger.Trigger(
        name="building_managed_by_subdistrict_or_park",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("place_id"),
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM places_place
                WHERE id = NEW.place_id AND level IN ('subdistrict', 'park')
            ) THEN
                RAISE check_violation USING
                    MESSAGE = 'a building is managed by a subdistrict or a park',
                    CONSTRAINT = 'building_managed_by_subdistrict_or_park';
            END IF;
            RETURN NEW;
        """,
    )


def keep_life_stages() -> pgtrigger.Trigger:
    """Every stage a building enters is kept with its day, however the row was written."""
    return pgtrigger.Trigger(
        name="building_keep_life_stages",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("life_stage", "stage_since"),
        func="""
            INSERT INTO buildings_lifestagechange (building_id, stage, since)
            VALUES (
                NEW.id, NEW.life_stage,
                COALESCE(
                    NEW.stage_since, NEW.completed_on,
                    (now() AT TIME ZONE 'Asia/Shanghai')::date
                )
            )
            ON CONFLICT (building_id, since) DO UPDATE SET stage = EXCLUDED.stage
            WHERE buildings_lifestagechange.stage IS DISTINCT FROM EXCLUDED.stage;
            RETURN NULL;
        """,
    )


def unit_on_a_floor_of_its_building() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="unit_on_a_floor_of_its_building",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("building_id", "floor_id"),
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM buildings_floor
                WHERE id = NEW.floor_id AND building_id = NEW.building_id
            ) THEN
                RAISE check_violation USING
                    MESSAGE = 'a unit lies on a floor of its own building',
                    CONSTRAINT = 'unit_on_a_floor_of_its_building';
            END IF;
            RETURN NEW;
        """,
    )


def keeps_its_building(what: str) -> pgtrigger.Trigger:
    """Floors and units stay where they are: what lies on them was checked against the building."""
    return pgtrigger.Trigger(
        name=f"{what}_keeps_its_building",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("building_id"),
        condition=pgtrigger.Condition("OLD.building_id IS DISTINCT FROM NEW.building_id"),
        func=f"""
            RAISE check_violation USING
                MESSAGE = 'a {what} does not move to another building',
                CONSTRAINT = '{what}_keeps_its_building';
        """,
    )
