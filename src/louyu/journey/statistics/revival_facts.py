"""盘活与项目的事实: long-empty space that came into use, and steps of buildings, since January."""

from datetime import date, timedelta
from typing import Any

from louyu.engines.measures import Period
from louyu.journey.statistics.existing import EXISTING, existing_buildings
from louyu.journey.statistics.revival import EMPTY_DAYS
from louyu.registers.buildings.models import LifeStage
from louyu.registers.occupancy.models import OccupancyKind


def parameters(period: Period) -> dict[str, Any]:
    """What the statements below ask besides the month and its last day."""
    january = date(period.year, 1, 1)
    eve: Any = existing_buildings(january - timedelta(days=1))
    unused = eve.filter(stage__in=(LifeStage.IDLE, LifeStage.RENOVATING))
    return {
        "january": january,
        "empty_days": EMPTY_DAYS,
        "unused": list(unused.order_by().values_list("pk", flat=True)),
        "standing": [str(stage) for stage in EXISTING],
    }


PUT_TO_USE = f"""
    UPDATE statistics_unitmonth u
    SET revived = greatest(least(u.self_used + u.leased - eve.area, new.area), 0)
    FROM (
        SELECT k.unit_id, n.area AS whole, min(lower(k.held)) AS since,
            sum(coalesce(k.area, n.area)) AS area
        FROM occupancy_occupancyunit k
        JOIN occupancy_occupancy o
            ON o.id = k.occupancy_id AND o.kind <> '{OccupancyKind.ADDRESS_ONLY}'
        JOIN buildings_unit n ON n.id = k.unit_id
        WHERE k.held @> %(day)s::date AND lower(k.held) >= %(january)s::date
          AND (
            n.building_id = ANY(%(unused)s) AND NOT o.start_is_reported
            OR (SELECT range_agg(v.during) FROM occupancy_vacancy v WHERE v.unit_id = k.unit_id)
                @> daterange(lower(k.held) - %(empty_days)s::int, lower(k.held))
          )
        GROUP BY k.unit_id, n.area
    ) new
    CROSS JOIN LATERAL (
        SELECT least(coalesce(sum(coalesce(k.area, new.whole)), 0), new.whole) AS area
        FROM occupancy_occupancyunit k
        JOIN occupancy_occupancy o
            ON o.id = k.occupancy_id AND o.kind <> '{OccupancyKind.ADDRESS_ONLY}'
        WHERE k.unit_id = new.unit_id AND k.held @> new.since - 1
    ) eve
    WHERE u.period = %(period)s AND u.unit_id = new.unit_id
"""  # noqa: S608

# A stage that was registered first and without a day stands under the day of its registration,
# which says when it became known and not when it began.
STEPS = f"""
    INSERT INTO statistics_projectmonth (
        period, building_id, place_id, district_id, gross_floor_area,
        reserved_on, started_on, finished_on, reserved, started, finished, is_site, dated
    )
    SELECT %(period)s, b.id, b.place_id, d.id, b.gross_floor_area,
        s.reserved_on, s.started_on, s.finished_on,
        s.reserved_on IS NOT NULL, s.started_on IS NOT NULL, s.finished_on IS NOT NULL,
        every.is_site, every.dated
    FROM (
        SELECT b.id,
            min(c.since) FILTER (WHERE c.stage = '{LifeStage.PLANNED}') AS reserved_on,
            min(c.since) FILTER (
                WHERE c.stage = '{LifeStage.UNDER_CONSTRUCTION}' AND NOT c.undated
            ) AS started_on,
            CASE WHEN m.id IS NULL THEN NULL
                -- Who was a site is finished when it is none any more.
                WHEN bool_or(NOT c.stage = ANY(%(standing)s)) THEN greatest(
                    b.completed_on, min(c.since) FILTER (WHERE c.stage = ANY(%(standing)s))
                )
                WHEN b.completed_on IS NOT NULL THEN b.completed_on
                WHEN NOT bool_or(c.undated) THEN min(c.since)
            END AS finished_on,
            m.id IS NULL AND count(c.stage) > 0 AS is_site,
            NOT coalesce(bool_or(
                c.undated AND c.stage = '{LifeStage.UNDER_CONSTRUCTION}'
            ), false) AS dated
        FROM buildings_building b
        LEFT JOIN statistics_buildingmonth m
            ON m.period = %(period)s AND m.building_id = b.id
        LEFT JOIN (
            SELECT c.building_id, c.stage, c.since,
                row_number() OVER (PARTITION BY c.building_id ORDER BY c.since) = 1
                AND c.since = (
                    SELECT (min(e.pgh_created_at) AT TIME ZONE 'Asia/Shanghai')::date
                    FROM buildings_lifestagechangeevent e
                    WHERE e.pgh_obj_id = c.id
                ) AS undated
            FROM buildings_lifestagechange c
            WHERE c.since <= %(day)s::date
        ) c ON c.building_id = b.id
        GROUP BY b.id, m.id
    ) every
    JOIN buildings_building b ON b.id = every.id
    JOIN places_place p ON p.id = b.place_id
    JOIN places_place d ON d.level = 'district' AND starts_with(p.path, d.path)
    CROSS JOIN LATERAL (
        SELECT CASE WHEN every.reserved_on >= %(january)s::date THEN every.reserved_on END,
            CASE WHEN every.started_on >= %(january)s::date THEN every.started_on END,
            CASE WHEN every.finished_on BETWEEN %(january)s::date AND %(day)s::date
                THEN every.finished_on END
    ) s (reserved_on, started_on, finished_on)
    WHERE every.is_site OR coalesce(s.reserved_on, s.started_on, s.finished_on) IS NOT NULL
"""  # noqa: S608
