"""通报检查: what an issued bulletin prints is what stands frozen."""

from collections.abc import Iterator, Mapping
from datetime import date

from louyu.engines.checks import Doubt, Extent, Severity, integrity
from louyu.engines.measures import Value
from louyu.journey.publication.models import Bulletin, BulletinState
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.statistics.models import Figure

WHOLE = "what was issued is compared as a whole"
Frozen = Mapping[tuple[date, str, str], Value]


@integrity(
    "bulletin-not-as-frozen",
    Severity.WARNING,
    "已签发通报上的数与冻结的指标值不一致",
    "请查明哪一边变动过：通报有误的出更正；冻结后被改动的，请系统管理员按操作记录恢复。",
)
def not_as_frozen(extent: Extent) -> Iterator[Doubt]:
    """The figures of its last month: of the whole, its parts and its buildings."""
    issued = Bulletin.objects.unscoped(WHOLE).filter(state=BulletinState.ISSUED).order_by("pk")
    told = [(one, Snapshot.read(one.data)) for one in issued]
    frozen = _frozen({snapshot.month.first for _, snapshot in told})
    for bulletin, snapshot in told:
        differing = list(_differing(snapshot, frozen))
        if differing:
            yield Doubt(
                subject=f"bulletin:{bulletin.pk}",
                label=str(bulletin),
                words=f"{len(differing)} 个数不一致，例如{differing[0]}",
                link=bulletin.get_absolute_url(),
            )


def _frozen(months: set[date]) -> Frozen:
    """By month, code of the building or place, and indicator."""
    rows = Figure.objects.unscoped(WHOLE).filter(period__in=months).order_by()
    return {
        (row.period, row.building.code if row.building else row.place.code, row.indicator): (
            row.value
        )
        for row in rows.select_related("building", "place")
    }


def _differing(snapshot: Snapshot, frozen: Frozen) -> Iterator[str]:
    month = snapshot.month.first
    for row in (snapshot.whole, *snapshot.parts, *snapshot.buildings):
        for code, printed in row.now.items():
            kept = frozen.get((month, row.code, code))
            if kept is None or _parts(kept) != _parts(printed):
                yield f"{row.name}的 {code}"


def _parts(value: Value) -> tuple[object, object]:
    return value.numerator, value.denominator
