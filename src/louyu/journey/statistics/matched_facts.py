"""比对月度的写入: which tenants of the month's end stand as active in the registry's list of it.

By the registration taken for the enterprise, which this stage only reads; of who has none by now,
having left since, by the code. What a person called different stays different.
"""

from louyu.journey.matching.models import Pairing
from louyu.journey.matching.registrations import KEY
from louyu.registers.enterprises.models import EnterpriseStatus

_LISTS = f"""
    SELECT d.id FROM deliveries_delivery d
    WHERE d.kind = '{KEY}' AND d.period = %(period)s AND d.replaced_at IS NULL
"""  # noqa: S608

COMPARED = f"""
    UPDATE statistics_buildingmonth b SET compared = true
    WHERE b.period = %(period)s AND EXISTS ({_LISTS})
        AND EXISTS (
            SELECT FROM statistics_tenantmonth t
            WHERE t.period = b.period AND t.building_id = b.building_id
        )
"""  # noqa: S608

MATCHED = f"""
    UPDATE statistics_tenantmonth t SET matched = true
    FROM enterprises_enterprise e
    LEFT JOIN matching_pairing p ON p.enterprise_id = e.id AND p.state = '{Pairing.State.TAKEN}'
    LEFT JOIN matching_registration own ON own.id = p.registration_id
    WHERE t.period = %(period)s AND e.id = t.enterprise_id
        AND coalesce(own.subject, e.uscc) IN (
            SELECT r.subject FROM matching_registration r
            WHERE r.delivery_id IN ({_LISTS}) AND r.status = '{EnterpriseStatus.ACTIVE}'
        )
        AND NOT EXISTS (
            SELECT FROM matching_pairingverdict v
            WHERE v.enterprise_id = e.id AND v.subject = coalesce(own.subject, e.uscc)
                AND v.undone_at IS NULL AND NOT v.is_same
        )
"""  # noqa: S608
