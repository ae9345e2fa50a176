"""组织与人员: named reads."""

from django.conf import settings
from django.db.models import QuerySet

from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import DutyRole, Role
from louyu.registers.places.models import Place
from louyu.registers.places.queries import managing


def demo_accounts() -> QuerySet[DutyRole]:
    """One invented account per role, for the sign-in page of a demo instance only."""
    accounts = DutyRole.objects.select_related("user", "place", "organization").order_by("pk")
    return accounts if settings.DEMO else accounts.none()


def administered(actor: Actor) -> QuerySet[Place]:
    """Where this actor may put a record: the office anywhere, a street in its own area."""
    places = managing().filter(end=None)
    if actor.holds(Role.OFFICE):
        return places
    return places.filter(pk__in=actor.areas(Role.STREET))
