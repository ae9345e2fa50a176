"""分工: named reads: for whom a person stands in, what one answers for, what nobody answers for."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Assignment, Capacity, Delegation, Visit
from louyu.registers.buildings.models import Building, LifeStage
from louyu.registers.buildings.scope import reached
from louyu.registers.organizations.models import ADMINISTRATORS, DutyRole, Role, User

RULE = "the rule of who answers for what"
ADMINISTERED = "narrowed to what the actor administers, a part of what the actor sees"
# A building that stands, whoever is in it, has somebody who looks after it.
NEEDS_LIAISON = (LifeStage.IN_USE, LifeStage.COMPLETED, LifeStage.RENOVATING, LifeStage.IDLE)


def standing_in(actor: Actor) -> QuerySet[Delegation]:
    """What was handed to this actor until today or later, by people who still hold a duty."""
    today = timezone.localdate()
    on_duty = DutyRole.objects.filter(during__contains=today).values("user_id")
    handed = Delegation.objects.unscoped(RULE).filter(
        receiver_id=actor.user_id, during__contains=today
    )
    return handed.filter(giver__is_active=True, giver_id__in=on_duty).order_by()


def by_name(actor: Actor, field: str = "user") -> Q:
    """Rows that name this actor, or somebody the actor stands in for altogether."""
    givers = standing_in(actor).filter(item=None).values("giver_id")
    return Q(**{f"{field}_id": actor.user_id}) | Q(**{f"{field}_id__in": givers})


def has_business(actor: Actor) -> bool:
    return bool(actor.duties) and not actor.holds(*ADMINISTRATORS)


def answering(actor: Actor) -> QuerySet[Assignment]:
    """Today's assignments of this actor, by name or through a body."""
    rows = Assignment.objects.unscoped(RULE).filter(during__contains=timezone.localdate())
    if not has_business(actor):
        return rows.none()
    of_body = reached(actor, *Role, places=("building__place", "enterprise__place"))
    return rows.filter(by_name(actor) | of_body).order_by()


def named_liaisons() -> QuerySet[Assignment]:
    """Who was named, as a person, to be today's liaison of a building."""
    rows = Assignment.objects.unscoped(RULE).filter(during__contains=timezone.localdate())
    return rows.filter(
        capacity=Capacity.LIAISON, user__isnull=False, building__isnull=False
    ).order_by()


def without_liaison(actor: Actor) -> QuerySet[Building]:
    """Standing buildings this actor administers for which nobody is named today."""
    rows = Building.objects.unscoped(ADMINISTERED).filter(life_stage__in=NEEDS_LIAISON)
    named = Assignment.objects.unscoped(RULE).filter(
        capacity=Capacity.LIAISON, during__contains=timezone.localdate(), building=OuterRef("pk")
    )
    return rows.filter(administered_q(actor)).filter(~Exists(named))


def administered_q(actor: Actor, prefix: str = "") -> Q:
    if actor.holds(Role.OFFICE):
        return Q()
    return Q(**{f"{prefix}place_id__in": actor.areas(Role.STREET)})


def left_behind(actor: Actor) -> QuerySet[Assignment]:
    """Still answered for by somebody who holds no duty today: to be handed over."""
    today = timezone.localdate()
    on_duty = DutyRole.objects.filter(during__contains=today).values("user_id")
    rows = Assignment.objects.unscoped(ADMINISTERED).filter(
        during__contains=today, user__isnull=False
    )
    if not actor.holds(Role.OFFICE):
        rows = rows.filter(administered_q(actor, "building__"))
    return rows.filter(~Q(user_id__in=on_duty) | Q(user__is_active=False))


def assignable(actor: Actor) -> QuerySet[User]:
    """Whom this actor may name: people on duty; a street those of its area and its buildings."""
    today = timezone.localdate()
    held = DutyRole.objects.filter(during__contains=today).exclude(role__in=ADMINISTRATORS)
    if not actor.holds(Role.OFFICE):
        bodies = Building.objects.visible_to(actor).filter(parties__during__contains=today)
        held = held.filter(
            Q(place_id__in=actor.areas(Role.STREET))
            | Q(organization_id__in=bodies.order_by().values("parties__organization_id"))
        )
    return User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("name")


def colleagues(user: User) -> QuerySet[User]:
    """People who today hold a duty of the same kind for the same body or place.

    Duties held for neither, such as those of experts, make nobody a colleague.
    """
    held = DutyRole.objects.filter(during__contains=timezone.localdate())
    own = held.filter(user=user).exclude(place=None, organization=None)
    own = own.exclude(role__in=ADMINISTRATORS)
    same = Q(pk__in=[])
    for role, place, body in own.values_list("role", "place_id", "organization_id"):
        same |= Q(role=role, place_id=place, organization_id=body)
    found = held.filter(same).exclude(user=user).values("user_id")
    return User.objects.filter(pk__in=found, is_active=True).order_by("name")


def visits_made(assignments: list[Assignment], year: int) -> dict[int, int]:
    """Assignment → visits this year by whoever holds it."""
    asked = {one.pk: one for one in assignments if one.visits_per_year and one.user_id}
    rows = Visit.objects.unscoped(RULE).filter(
        visitor_id__in={one.user_id for one in asked.values()}, day__year=year
    )
    keys = ("visitor_id", "building_id", "enterprise_id")
    counted: list[Any] = list(rows.order_by().values_list(*keys).annotate(n=Count("pk")))
    return {pk: sum(n for *key, n in counted if _is_of(one, key)) for pk, one in asked.items()}


def _is_of(one: Assignment, key: list[int | None]) -> bool:
    visitor, building, enterprise = key
    if visitor != one.user_id:
        return False
    return building == one.building_id if one.building_id else enterprise == one.enterprise_id
