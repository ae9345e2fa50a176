"""向联络员提问: of whom the registry tells otherwise the liaison is asked next month.

Worded without the other side's rows: what the registry or the tax bureau wrote stays with them.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Min

from louyu.journey.collection.asking import Doubt, ask, present
from louyu.journey.matching.kinds import DiscrepancyKind
from louyu.journey.matching.models import Discrepancy

DOUBTED = "matching"
# Whether the firm is still there is what these turn on; of the others the liaison knows nothing.
ASKED = (
    DiscrepancyKind.DEREGISTERED,
    DiscrepancyKind.MOVED,
    DiscrepancyKind.UNREGISTERED,
)
WORDS = "登记信息与名册不一致，请核对是否还在本楼办公、名称是否正确"


@ask
def doubted_tenants(buildings: Iterable[int], day: date) -> Iterator[Doubt]:
    """Open discrepancies of tenants; a settled one is not asked about again."""
    rows = Discrepancy.objects.unscoped("what a building is asked is the same for whoever answers")
    open_now = rows.filter(
        building__in=list(buildings), kind__in=ASKED, closed_on=None, enterprise__isnull=False
    )
    since: Any = open_now.order_by().values_list("building_id", "enterprise_id")
    told = {(house, firm): first for house, firm, first in since.annotate(first=Min("opened_on"))}
    houses = {house for house, _ in told}
    stays = present(day).filter(building__in=houses)
    for pk, house, firm in stays.order_by("pk").values_list("pk", "building_id", "enterprise_id"):
        if (house, firm) in told:
            yield Doubt(house, DOUBTED, told[house, firm], WORDS, occupancy=pk)
