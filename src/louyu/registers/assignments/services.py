"""分工: handing over and standing in. Old rows keep their days: earlier months stay as they are."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment, Capacity, Delegation
from louyu.registers.assignments.queries import administered_q, assignable, colleagues
from louyu.registers.organizations.models import DutyRole, Role, User

DAY = timedelta(days=1)
LONGEST = timedelta(days=92)
# Who may be named in a capacity is who holds the duty it goes with; in the others anybody on duty.
DUTY_OF = {
    Capacity.LIAISON: Role.LIAISON,
    Capacity.STREET_OFFICER: Role.STREET,
    Capacity.COMMUNITY_OFFICER: Role.COMMUNITY,
    Capacity.LEADER: Role.LEADER,
}
# What a street arranges itself; leaders, departments and advisors are the office's to name.
STREETS_OWN = (
    Capacity.LIAISON,
    Capacity.OPERATOR,
    Capacity.STREET_OFFICER,
    Capacity.COMMUNITY_OFFICER,
    Capacity.TEAM_MEMBER,
)


class HandoverRefused(Exception):
    """It cannot be done so; the message is a Chinese sentence that says what to do."""


def unfit(user_id: int, capacity: str) -> str:
    """Why this person cannot be named in this capacity; empty when nothing stands against it."""
    role = DUTY_OF.get(Capacity(capacity))
    held = DutyRole.objects.filter(user_id=user_id, during__contains=timezone.localdate())
    if role is None or held.filter(role=role).exists():
        return ""
    return f"此人目前没有“{role.label}”岗位，不能担任{Capacity(capacity).label}。请先办理岗位。"


def hand_over(
    *, assignments: Iterable[int], receiver: User, day: date, basis: str = "", actor: Actor
) -> int:
    """The old ones end on the eve of `day`, the same begin for `receiver`; how many.

    What began on `day` or begins later has no past to keep: it is given to the receiver as it is.
    """
    if day < timezone.localdate():
        raise HandoverRefused("交接日期不能早于今天：过去各月由谁负责保持不变。")
    with transaction.atomic(), acting(actor, "assignments_handed_over"):
        rows = _locked(assignments, actor)
        _refuse_unfit(rows, receiver, actor)
        later = [row for row in rows if row.start >= day]
        begun = [row for row in rows if row.start < day]
        for row in later:
            row.user, row.basis = receiver, basis or row.basis
        new = [_successor(row, receiver, day, basis) for row in begun]
        for row in begun:
            row.end = day - DAY
        Assignment.objects.bulk_update(later, ["user", "basis"])
        Assignment.objects.bulk_update(begun, ["end"])
        try:
            with transaction.atomic():
                Assignment.objects.bulk_create(new)
        except IntegrityError:
            raise HandoverRefused("其中有楼宇已另外安排了接手的人，请刷新页面后重选。") from None
        return len(rows)


def _locked(numbers: Iterable[int], actor: Actor) -> list[Assignment]:
    asked = set(numbers)
    seen = Assignment.objects.visible_to(actor).filter(pk__in=asked, user__isnull=False)
    if not actor.holds(Role.OFFICE):
        seen = seen.filter(administered_q(actor, "building__"), capacity__in=STREETS_OWN)
    known = seen.order_by().values("pk")
    rows = Assignment.objects.unscoped("narrowed to what was seen").filter(pk__in=known)
    found = list(rows.order_by("pk").select_for_update())
    still = [row for row in found if row.end is None or row.end >= timezone.localdate()]
    if not asked or len(still) < len(asked):
        raise HandoverRefused("所选分工中有的已经结束、已经交接或不归您安排，请刷新页面后重选。")
    return still


def _refuse_unfit(rows: list[Assignment], receiver: User, actor: Actor) -> None:
    if not assignable(actor).filter(pk=receiver.pk).exists():
        raise HandoverRefused("接手人目前没有岗位，或不在您可以安排的范围内。")
    if any(row.user_id == receiver.pk for row in rows):
        raise HandoverRefused("接手人和原负责人是同一个人，请重选。")
    for capacity in {row.capacity for row in rows}:
        if reason := unfit(receiver.pk, capacity):
            raise HandoverRefused(reason)


def _successor(row: Assignment, receiver: User, day: date, basis: str) -> Assignment:
    return Assignment(
        capacity=row.capacity,
        user=receiver,
        building_id=row.building_id,
        enterprise_id=row.enterprise_id,
        start=day,
        end=row.end,
        basis=basis or row.basis,
        visits_per_year=row.visits_per_year,
    )


class DelegationRefused(Exception):
    """One Chinese sentence that says what to do."""


def delegate(
    *,
    giver: User,
    receiver: User,
    start: date,
    end: date,
    source: str = "",
    items: Iterable[int | None] = (None,),
    actor: Actor,
) -> int:
    """Everything, or these items of one kind; begins with the next request, ends by itself."""
    if not colleagues(giver).filter(pk=receiver.pk).exists():
        raise DelegationRefused("只能交给同一单位、同一岗位、在岗的同事。")
    if not timezone.localdate() <= start <= end:
        raise DelegationRefused("代办从今天或以后开始，结束日期不能早于开始日期。")
    if end - start > LONGEST:
        raise DelegationRefused("一次代办最长三个月；更久请办理岗位或分工的交接。")
    with transaction.atomic(), acting(actor, "work_delegated"):
        return len(
            Delegation.objects.bulk_create(
                Delegation(
                    giver=giver, receiver=receiver, start=start, end=end, source=source, item=item
                )
                for item in items
            )
        )


def take_back(*, delegation: Delegation, actor: Actor) -> None:
    """From the next request on; a delegation that has not begun yet leaves no day behind."""
    today = timezone.localdate()
    with transaction.atomic(), acting(actor, "delegation_ended"):
        if delegation.start >= today:
            delegation.delete()
        else:
            delegation.end = today - DAY
            delegation.save()
