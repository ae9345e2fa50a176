"""行为人: a user's duties of today turned into an actor."""

from dataclasses import replace

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.utils import timezone

from louyu.kernel.scope import Actor, Duty
from louyu.registers.organizations.models import (
    ADMINISTRATORS,
    BODY_BOUND,
    CLEARABLE,
    Clearance,
    ClearanceKind,
    DutyRole,
    Role,
    User,
)
from louyu.registers.organizations.queries import acting_as
from louyu.registers.places.queries import within


def actor_of(user: User, *, factor: int | None = None) -> Actor:
    """All that a person holds today; an inactive one holds nothing.

    `factor`: number of the second factor this session was verified with.
    """
    if not user.is_active:
        return Actor(user_id=user.pk, name=user.name)
    today = timezone.localdate()
    held = DutyRole.objects.filter(user=user, during__contains=today)
    cleared = Clearance.objects.filter(user=OuterRef("user"), during__contains=today)
    held = held.select_related("place", "organization").annotate(
        cleared=ArraySubquery(cleared.values("kind")), factor=F("user__second_factor")
    )
    rows = list(held.order_by("pk"))
    merged = acting_as({row.organization_id for row in rows if row.organization_id}, today)
    duties = tuple(
        Duty(
            role=row.role,
            title=_title(row),
            area_ids=within([row.place_id]) if row.place_id else frozenset(),
            body_ids=merged.get(row.organization_id, frozenset()),
        )
        for row in rows
    )
    # A clearance is added to an official's duty: without one it opens nothing.
    kinds = frozenset(kind for row in rows if row.role in CLEARABLE for kind in row.cleared)
    return Actor(
        user_id=user.pk,
        name=user.name,
        duties=duties,
        clearances=kinds,
        second_factor=factor is not None and any(row.factor == factor for row in rows),
    )


def of_session(user: User, factor: int | None) -> tuple[Actor, bool]:
    """What a web session may use, and whether something waits for the second factor.

    A demo instance holds invented rows and asks nobody for a second factor.
    """
    whole = actor_of(user, factor=factor)
    if whole.second_factor or settings.DEMO:
        return whole, False
    duties = tuple(duty for duty in whole.duties if duty.role not in ADMINISTRATORS)
    usable = replace(whole, duties=duties, clearances=frozenset())
    return usable, usable != whole


def _title(row: DutyRole) -> str:
    where = row.organization if row.role in BODY_BOUND else row.place or row.organization
    return f"{row.get_role_display()}·{where}" if where else str(row.get_role_display())


def console(reason: str) -> Actor:
    """Whoever holds the server's console acts for the office; the reason goes into history.

    With every clearance: who holds the console holds the database.
    """
    return Actor(
        user_id=None,
        name=f"控制台（{reason}）",
        duties=(Duty(role=Role.OFFICE),),
        clearances=frozenset(ClearanceKind.values),
    )


def actor_by_id(user_id: int | None) -> Actor:
    """The actor of a stored user number; without one, the console.

    For work that goes on after the request: the session that started it was asked already.
    """
    if not user_id:
        return console("后台作业")
    return replace(actor_of(User.objects.get(pk=user_id)), second_factor=True)
