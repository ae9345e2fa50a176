"""涉税测试区: five buildings with tax in 2025 and the first quarter of 2026, and their figures."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils import timezone

from demo import factories
from louyu.engines.measures import Period, Quarter
from louyu.journey.publication.models import Bulletin, BulletinState
from louyu.journey.publication.tests import samples
from louyu.journey.statistics.tests.worlds import computed
from louyu.kernel.files.services import store
from louyu.registers.places.models import Place
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import TaxPayment
from louyu.registers.taxation.tests.worlds import YEAR, TaxWorld, delivery

QUARTER = Quarter(f"{YEAR}Q1")
KEPT = Decimal("0.25")
# What was paid in a month of last year, of what is paid in one of this year: not a round number.
LAST_YEAR = Decimal("0.7913")


def taxed(world: TaxWorld) -> TaxWorld:
    """January to March of this year."""
    street, other = world.tree.street, world.tree.other_street
    world.building("双户大厦", street, [110_000, 120_000])
    world.building("六户大厦", street, [100_000] * 6)
    world.building("多户大厦", street, [130_003] * 6)
    world.building("亿元大厦", other, [6_000_007] * 6)
    world.building("新增大厦", other, [600_000] * 6)
    for number, firm in enumerate(world.firms):
        world.pay(firm, _january()[firm.pk] + number, 3)
    _tell_what_is_kept()
    return world


def with_last_year(world: TaxWorld) -> TaxWorld:
    """All of it, but of the building that is new; every month that a figure rests on computed."""
    firms = [firm for firm in world.firms if _january()[firm.pk] != 600_000]
    for month in range(1, 13):
        _pay(world, (firm.pk for firm in firms), date(YEAR - 1, month, 1))
    _tell_what_is_kept()
    for computing in (f"{YEAR - 1}-03", f"{YEAR - 1}-12", str(QUARTER.last_month)):
        computed(Period(computing))
    return world


def issued(place: Place) -> Bulletin:
    """Written past the services: what it prints itself is nobody's tax."""
    return samples.bulletin(
        place,
        period=str(QUARTER),
        state=BulletinState.ISSUED,
        file=store(name=f"{place}.docx", chunks=[place.name.encode()], owner_id=None),
        issued_by=factories.user(),
        issued_at=timezone.now(),
    )


def _january() -> dict[int | None, Decimal]:
    with opened("read"):
        rows = TaxPayment.objects.unscoped("test").filter(month=date(YEAR, 1, 1))
        return dict(rows.values_list("enterprise_id", "yuan"))


def _pay(world: TaxWorld, firms: Iterable[int], month: date) -> None:
    source = delivery(world.bureau, month)
    paid = _january()
    with opened("write"):
        for line, firm in enumerate(firms, start=1):
            like = TaxPayment.objects.unscoped("test").filter(enterprise_id=firm).first()
            assert like
            like.pk, like.month, like.delivery, like.line = None, month, source, line
            like.yuan = (paid[firm] * LAST_YEAR).quantize(Decimal("0.01"))
            like.save(force_insert=True)


def _tell_what_is_kept() -> None:
    with opened("write"):
        for row in TaxPayment.objects.unscoped("test").all():
            row.retained_yuan = (row.yuan * KEPT).quantize(Decimal("0.01"))
            row.save(update_fields=["retained_yuan"])
