"""变动: what differs between a registry's list and the one before, and who came on site since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from louyu.engines.measures import Period
from louyu.journey.matching.discrepancies.finding import WHOLE, Picture
from louyu.journey.matching.kinds import ChangeKind
from louyu.journey.matching.models import Change, Registration
from louyu.registers.deliveries.models import Delivery
from louyu.registers.enterprises.models import EnterpriseStatus

ENDED = (EnterpriseStatus.DEREGISTERED, EnterpriseStatus.REVOKED)


def tell(now: Picture, before: Sequence[int]) -> int:
    """Write the changes of each list in force anew; without an earlier list there are none."""
    rows = Registration.objects.unscoped(WHOLE).filter(delivery__in=list(before))
    earlier = {one.subject: one for one in rows.select_related("building").order_by("pk")}
    Change.objects.unscoped("told anew").filter(
        delivery__in={one.delivery_id for one in now.registrations.values()}
    ).delete()
    if not earlier:
        return 0
    lists = Delivery.objects.unscoped(WHOLE)
    current = {one.delivery_id for one in now.registrations.values()}
    months = dict(lists.filter(pk__in=current).values_list("pk", "period"))
    since = Period.of(max(lists.filter(pk__in=list(before)).values_list("period", flat=True)))
    made = [*_registered(now, earlier, months, since), *_arrived(now, earlier, since)]
    Change.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _registered(
    now: Picture, earlier: dict[str, Registration], months: dict[int, date], since: Period
) -> Iterator[Change]:
    theirs = {own.subject: own for own in now.registrations.values()}
    on_site = {own.subject: firm for firm, own in now.taken.items()}
    present = {seat.enterprise for seat in now.present}
    for subject, own in theirs.items():
        was = earlier.get(subject)
        for kind, building, words in _differences(own, was, since):
            yield _change(kind, own, months, words, building, on_site.get(subject))
        firm = on_site.get(subject)
        if firm in present and _here(own) and not (was and _here(was)):
            yield _change(
                ChangeKind.NOW_REGISTERED,
                own,
                months,
                "名册上在驻，新近登记到本区",
                own.building_id,
                firm,
            )
    for subject in earlier.keys() - theirs.keys():
        was = earlier[subject]
        if _here(was):
            yield Change(
                kind=ChangeKind.MOVED_OUT,
                day=Period.of(max(months.values())).last,
                delivery_id=max(months),
                subject=subject,
                name=was.name,
                words=f"上次的名单有，这次没有：“{was.address}”",
                building_id=was.building_id,
            )


def _here(own: Registration) -> bool:
    return own.is_local and own.status == EnterpriseStatus.ACTIVE


def _differences(
    own: Registration, was: Registration | None, since: Period
) -> Iterator[tuple[ChangeKind, int | None, str]]:
    if was is None or not _here(was):
        if _here(own):
            new = own.founded_on is not None and own.founded_on > since.last
            kind = ChangeKind.FOUNDED if new else ChangeKind.MOVED_IN
            yield kind, own.building_id, f"登记住所“{own.address}”"
        return
    if own.status in ENDED:
        yield (
            ChangeKind.DEREGISTERED,
            was.building_id,
            f"登记状态由存续变为{own.get_status_display()}",
        )
    elif not _here(own):
        yield ChangeKind.MOVED_OUT, was.building_id, f"登记到“{own.address or own.authority}”"
    elif own.building_id != was.building_id and own.address != was.address:
        words = f"登记住所由“{was.address}”变为“{own.address}”"
        if was.building_id:
            yield ChangeKind.MOVED_OUT, was.building_id, words
        if own.building_id:
            yield ChangeKind.MOVED_IN, own.building_id, words


def _arrived(now: Picture, earlier: dict[str, Registration], since: Period) -> Iterator[Change]:
    """Registered here by the list before, on site since."""
    for seat in now.present:
        own = now.taken.get(seat.enterprise)
        was = earlier.get(own.subject) if own else None
        if own and was and _here(was) and seat.start > since.last:
            yield Change(
                kind=ChangeKind.NOW_ON_SITE,
                day=seat.start,
                delivery_id=own.delivery_id,
                subject=own.subject,
                name=seat.name,
                words=f"登记在先，{seat.start:%Y-%m-%d} 起在{seat.building_name}办公",
                building_id=seat.building,
                enterprise_id=seat.enterprise,
            )


def _change(
    kind: ChangeKind,
    own: Registration,
    months: dict[int, date],
    words: str,
    building: int | None,
    enterprise: int | None,
) -> Change:
    day = Period.of(months[own.delivery_id]).last
    return Change(
        kind=kind,
        day=(kind == ChangeKind.FOUNDED and own.founded_on) or day,
        delivery_id=own.delivery_id,
        subject=own.subject,
        name=own.name,
        words=words[:300],
        building_id=building,
        enterprise_id=enterprise,
    )
