"""入驻规则: rules over two tables, kept by the database itself.

A unit link carries its occupancy's enterprise and days; an offer fits the room it is of.
"""

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


def offer_fits_its_room() -> pgtrigger.Trigger:
    """A business room of its own building, and no larger than it."""
    return pgtrigger.Trigger(
        name="offer_fits_its_room",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("building_id", "unit_id", "area"),
        condition=pgtrigger.Condition("NEW.unit_id IS NOT NULL"),
        declare=[("room", "buildings_unit%ROWTYPE")],
        func="""
            SELECT * INTO room FROM buildings_unit WHERE id = NEW.unit_id;
            IF room.building_id <> NEW.building_id OR room.use <> 'business' THEN
                RAISE check_violation USING
                    MESSAGE = 'an offer is of a business room of its own building',
                    CONSTRAINT = 'offer_of_a_business_room_of_its_building';
            END IF;
            IF NEW.area > room.area THEN
                RAISE check_violation USING
                    MESSAGE = 'an offer is no larger than its room',
                    CONSTRAINT = 'offer_within_its_room';
            END IF;
            RETURN NEW;
        """,
    )


def offer_of_an_empty_room() -> pgtrigger.Trigger:
    """When it is listed somebody said the room is vacant, or all in it leave within 90 days.

    90 days: as `SOON` in offers/standing.py, which asks again on every day it is shown.
    """
    return pgtrigger.Trigger(
        name="offer_of_an_empty_room",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition("NEW.unit_id IS NOT NULL"),
        func="""
            IF NOT EXISTS (
                SELECT 1 FROM occupancy_vacancy
                WHERE unit_id = NEW.unit_id AND state = 'vacant' AND during @> NEW.listed_on
            ) AND COALESCE((
                SELECT bool_or(
                    COALESCE(stay."end", stay.lease_expiry, 'infinity')
                    NOT BETWEEN NEW.listed_on AND NEW.listed_on + 90
                )
                FROM occupancy_occupancyunit link
                JOIN occupancy_occupancy stay ON stay.id = link.occupancy_id
                WHERE link.unit_id = NEW.unit_id AND link.held @> NEW.listed_on
                    AND stay.kind <> 'address_only'
            ), TRUE) THEN
                RAISE check_violation USING
                    MESSAGE = 'an offer is of a room that is empty, or will be within 90 days',
                    CONSTRAINT = 'offer_of_an_empty_room';
            END IF;
            RETURN NEW;
        """,
    )


def verification_lapses() -> pgtrigger.Trigger:
    """What was verified is what stood there: other terms are to be verified again."""
    return pgtrigger.Trigger(
        name="offer_verification_lapses",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            "ROW(OLD.unit_id, OLD.storey, OLD.area, OLD.rent_yuan, OLD.available_from,"
            " OLD.minimum_months, OLD.fit_out, OLD.conditions) IS DISTINCT FROM ROW"
            " (NEW.unit_id, NEW.storey, NEW.area, NEW.rent_yuan, NEW.available_from,"
            " NEW.minimum_months, NEW.fit_out, NEW.conditions)"
        ),
        func="""
            NEW.verified_on := NULL;
            NEW.verified_by_id := NULL;
            RETURN NEW;
        """,
    )


def photo_is_to_be_verified() -> pgtrigger.Trigger:
    """A picture added later was not there when somebody found the offer to be as it stood."""
    return pgtrigger.Trigger(
        name="offer_photo_is_to_be_verified",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func="""
            UPDATE occupancy_offer SET verified_on = NULL, verified_by_id = NULL
            WHERE id = NEW.offer_id AND verified_on IS NOT NULL;
            RETURN NULL;
        """,
    )
