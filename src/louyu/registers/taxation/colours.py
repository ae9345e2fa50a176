"""涉税着色: the stacking plan by bands of what each tenant paid, for who may read its payments.

A band, never a sum: the sum of one enterprise is told after a purpose was given, on its own page.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from louyu.engines.disclosure import band
from louyu.engines.disclosure.bands import NAMES
from louyu.engines.measures import Period
from louyu.kernel.scope import Actor
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.colouring import Colour, Colouring, Shade, Viewing, colouring
from louyu.registers.occupancy.stacking import OCCUPIED
from louyu.registers.organizations.models import Role
from louyu.registers.taxation.access import may_read, reading
from louyu.registers.taxation.bureau import PaymentImport
from louyu.registers.taxation.displays import UNREPORTED
from louyu.registers.taxation.readers import reads_whole_district
from louyu.registers.taxation.record import Records, records_for

TAX = Colour("tax", "涉税", "税收档次")
WHAT, PURPOSE = "楼层图涉税着色", "按涉税着色查看楼层图"
MOST = 12  # months
NO_RECORD = "unreported"
SHADES = (
    *(
        Shade(f"band_{place}", name, f"税收 {name}", mark=name.removesuffix("元"))
        for place, name in enumerate(NAMES, start=1)
    ),
    Shade(NO_RECORD, UNREPORTED, f"税收{UNREPORTED}", mark=UNREPORTED),
)
_OF_BAND = {shade.label: shade.value for shade in SHADES}


def reads_payments_in(actor: Actor, building: Any) -> bool:
    """Of every tenant of the building, by name: as on the pages of those enterprises."""
    return reads_whole_district(actor) or (
        may_read(actor) and building.place_id in actor.areas(Role.STREET)
    )


@colouring(TAX, is_for=reads_payments_in, order=30)
def by_tax(colour: Colour, viewing: Viewing) -> Colouring:
    """Every view that shows it is a line of the log, with how many tenants it told something of."""
    records = records_for(viewing.actor)
    months = latest_run(records.months_of(PaymentImport.key), viewing.day)
    with reading(
        viewing.actor, purpose=PURPOSE, what=WHAT, building=viewing.building, form=viewing.form
    ) as tax:
        sums = _sums(tax.payments, viewing.tenants, months) if months else {}
        tax.shown(list(sums))
    bands = {firm: _OF_BAND[band(yuan)] for firm, yuan in sums.items()}
    return Colouring(
        colour,
        SHADES,
        OCCUPIED,
        lambda stay: bands.get(stay.enterprise_id, NO_RECORD),
        _basis(months, records, len(viewing.tenants), len(bands)),
        kept_nowhere=True,
    )


def latest_run(months: Collection[date], day: date) -> list[date]:
    """The last months without a gap, at most a year, the latest first; none that is not over."""
    over = sorted((month for month in months if month < day.replace(day=1)), reverse=True)
    run: list[date] = []
    for month in over[:MOST]:
        if run and Period.of(month) != Period.of(run[-1]).previous:
            break
        run.append(month)
    return run


def _sums(payments: Any, tenants: Collection[int], months: list[date]) -> dict[int, Decimal]:
    """Also what arrived before an enterprise was entered, which its code tells."""
    firms = Enterprise.objects.unscoped("codes of the tenants of a building that was opened")
    codes = dict(firms.filter(pk__in=tenants, uscc__isnull=False).values_list("uscc", "pk"))
    known = Q(enterprise__in=tenants) | Q(enterprise=None, code__in=codes)
    rows = payments.filter(known, month__range=(months[-1], months[0]))
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for firm, code, yuan in rows.order_by().values_list("enterprise", "code").annotate(Sum("yuan")):
        sums[firm or codes[code]] += yuan
    return dict(sums)


def _basis(months: list[date], records: Records, tenants: int, known: int) -> str:
    if not months:
        told = "税务部门还没有提供可以显示的月份，全部为未报送。"
    else:
        span = f"{months[-1]:%Y年}{months[-1].month}月至{months[0]:%Y年}{months[0].month}月"
        told = (
            f"{span}连续 {len(months)} 个月，税务部门提供的全口径税收合计，按税款所属月份，"
            "退税已扣减；每户按企业全额，不按楼宇和面积分摊。"
            f"图上 {tenants} 家，有记录的 {known} 家，其余 {tenants - known} 家未报送，不是 0。"
        )
    # What was withheld longer ago would not have been counted either.
    since = Period.of(months[0]).shifted(1 - MOST).first if months else date.min
    closed = [one.sentence for one in records.withheld if one.month >= since]
    return f"涉税：{told}{''.join(closed)}查看已记入查阅记录；只供公务使用，请勿投屏、外传。"
