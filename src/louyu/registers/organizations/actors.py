"""行为人: a user's duties of today turned into an actor."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone

from louyu.kernel.scope import Actor, Duty
from louyu.registers.organizations.models import (
    Clearance,
    ClearanceKind,
    DutyRole,
    Role,
    User,
)
from louyu.registers.places.queries import within


def actor_of(user: User) -> Actor:
    """The actor for a signed-in user; an inactive user has no duties."""
    if not user.is_active:
        return Actor(user_id=user.pk, name=user.name)
    today = timezone.localdate()
    held = DutyRole.objects.filter(user=user, during__contains=today)
    cleared = Clearance.objects.filter(user=OuterRef("user"), during__contains=today)
    held = held.select_related("place", "organization").annotate(
        cleared=ArraySubquery(cleared.values("kind"))
    )
    rows = list(held.order_by("pk"))
    duties = tuple(
        Duty(
            role=row.role,
            title=_title(row),
            area_ids=within([row.place_id]) if row.place_id else frozenset(),
            body_id=row.organization_id,
        )
        for row in rows
    )
    # A clearance is added to a duty: without one it opens nothing.
    kinds = frozenset(kind for row in rows for kind in row.cleared)
    return Actor(user_id=user.pk, name=user.name, duties=duties, clearances=kinds)


def _title(row: DutyRole) -> str:
    where = row.place or row.organization
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
    """The actor of a stored user number; without one, the console."""
    return actor_of(User.objects.get(pk=user_id)) if user_id else console("后台作业")
