"""维护月度的写入: duties of the month with what was handed in, said of it, and left unfilled.

Read from the round and from its looks, which this stage only reads.
"""

from louyu.journey.collection.models import DutyState
from louyu.journey.verification.models import Outcome
from louyu.registers.buildings.models import UnitUse
from louyu.registers.occupancy.models import OccupancyKind
from louyu.registers.occupancy.unit_states import LETTING

_STANDS = f"y.state IN ('{DutyState.SUBMITTED}', '{DutyState.ACCEPTED}')"
_ACCEPTED = f"y.state = '{DutyState.ACCEPTED}'"
_LET = ", ".join(f"'{kind.value}'" for kind in LETTING)

DUTIES = f"""
    INSERT INTO statistics_dutymonth (
        period, building_id, place_id, district_id, state, due, handed_in, on_time,
        looked_at, passed_first, accepted, first_on, handed_on, accepted_on, returns,
        required_fields, filled_fields, sampled, found_right
    )
    SELECT %(period)s, y.building_id, y.place_id, d.id, y.state,
        y.state <> '{DutyState.EXEMPT}', {_STANDS},
        {_STANDS} AND coalesce(s.handed_on <= c.due_on, false),
        y.state <> '{DutyState.EXEMPT}' AND r.looks > 0,
        {_ACCEPTED} AND r.looks > 0 AND r.returns = 0, {_ACCEPTED},
        s.first_on, s.handed_on, CASE WHEN {_ACCEPTED} THEN r.accepted_on END, r.returns,
        o.required + u.required, o.filled + u.filled, k.sampled, k.found_right
    FROM collection_duty y
    JOIN collection_cycle c ON c.id = y.cycle_id AND c.kind = 'month' AND c.month = %(period)s
    JOIN places_place p ON p.id = y.place_id
    JOIN places_place d ON d.level = 'district' AND starts_with(p.path, d.path)
    CROSS JOIN LATERAL (
        SELECT (min(s.at) AT TIME ZONE 'Asia/Shanghai')::date AS first_on,
            (max(s.at) AT TIME ZONE 'Asia/Shanghai')::date AS handed_on
        FROM collection_submission s WHERE s.duty_id = y.id
    ) s
    CROSS JOIN LATERAL (
        SELECT count(*) AS looks,
            count(*) FILTER (WHERE r.outcome = '{Outcome.RETURNED}') AS returns,
            (max(r.at) FILTER (WHERE r.outcome = '{Outcome.ACCEPTED}')
                AT TIME ZONE 'Asia/Shanghai')::date AS accepted_on
        FROM collection_submission s
        JOIN verification_review r ON r.submission_id = s.id
        WHERE s.duty_id = y.id
    ) r
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(3 + has.rooms::int + (o.kind IN ({_LET}))::int), 0) AS required,
            coalesce(sum(
                (e.uscc IS NOT NULL)::int + (e.industry_code <> '')::int
                + (o.headcount IS NOT NULL)::int
                + (has.rooms AND EXISTS (
                    SELECT FROM occupancy_occupancyunit k WHERE k.occupancy_id = o.id
                ))::int
                + (o.kind IN ({_LET}) AND o.lease_expiry IS NOT NULL)::int
            ), 0) AS filled
        FROM occupancy_occupancy o
        JOIN enterprises_enterprise e ON e.id = o.enterprise_id
        CROSS JOIN (
            SELECT EXISTS (
                SELECT FROM buildings_unit n
                WHERE n.building_id = y.building_id AND n.use = '{UnitUse.BUSINESS}'
            ) AS rooms
        ) has
        WHERE o.building_id = y.building_id AND o.during @> %(day)s::date
            AND o.kind <> '{OccupancyKind.ADDRESS_ONLY}'
    ) o
    CROSS JOIN LATERAL (
        SELECT count(*) AS required, count(*) FILTER (WHERE u.uncollected < u.area) AS filled
        FROM statistics_unitmonth u
        WHERE u.period = %(period)s AND u.building_id = y.building_id AND u.unit_id IS NOT NULL
    ) u
    CROSS JOIN LATERAL (
        SELECT count(*) AS sampled, count(*) FILTER (WHERE k.is_right) AS found_right
        FROM collection_submission s
        JOIN collection_tenantanswer a ON a.submission_id = s.id
        JOIN verification_sampledstay k ON k.answer_id = a.id AND k.is_right IS NOT NULL
        WHERE s.duty_id = y.id
    ) k
"""  # noqa: S608

# Which buildings a share of the round could speak of, and of which it does.
LISTED = """
    UPDATE statistics_buildingmonth b
    SET listed = true, due = y.due, sampled = y.due AND y.sampled > 0
    FROM statistics_dutymonth y
    WHERE b.period = %(period)s AND y.period = b.period AND y.building_id = b.building_id
"""
