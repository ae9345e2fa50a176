"""组织与人员: named reads."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import DutyRole, Organization, Role
from louyu.registers.places.models import Place
from louyu.registers.places.queries import managing


def demo_accounts() -> QuerySet[DutyRole]:
    """One invented account per role, for the sign-in page of a demo instance only."""
    accounts = DutyRole.objects.select_related("user", "place", "organization").order_by("pk")
    return accounts if settings.DEMO else accounts.none()


def acting_as(bodies: Iterable[int], day: date) -> dict[int, frozenset[int]]:
    """What a duty for one of these bodies reaches: the body and all it has been merged with.

    A merger counts once the old body has ended. One that ended with nobody to follow it
    reaches nothing any more.
    """
    if not bodies:
        return {}
    rows = Organization.objects.unscoped("what became of bodies that ended").filter(end__lt=day)
    after = dict(rows.values_list("pk", "successor_id"))

    def last(body: int | None) -> int | None:
        passed: set[int] = set()
        while body in after and body not in passed:
            passed.add(body)
            body = after[body]
        return None if body in passed else body

    heirs = {body: last(body) for body in {*bodies, *after}}
    merged: dict[int | None, set[int]] = defaultdict(set)
    for body, heir in heirs.items():
        if heir:
            merged[heir] |= {body, heir}
    return {body: frozenset(merged.get(heirs[body], ())) for body in bodies}


def administered(actor: Actor) -> QuerySet[Place]:
    """Where this actor may put a record: the office anywhere, a street in its own area."""
    places = managing().filter(end=None)
    if actor.holds(Role.OFFICE):
        return places
    return places.filter(pk__in=actor.areas(Role.STREET))
