"""采集可见范围: with the building; a street also what it was due for when the month opened."""

from django.db.models import Exists, Model, OuterRef, Q

from louyu.journey.collection.models import (
    Cycle,
    Duty,
    ExtraField,
    Question,
    Reopening,
    Submission,
    TenantAnswer,
    UnitAnswer,
)
from louyu.kernel.scope import Actor, policy
from louyu.registers.assignments.queries import has_business
from louyu.registers.occupancy.scope import reports_on
from louyu.registers.organizations.models import Role


@policy(Cycle)
def cycles(actor: Actor) -> Q:
    return Q(pk__isnull=False) if has_business(actor) else Q(pk__in=[])


@policy(ExtraField)
def extra_fields(actor: Actor) -> Q:
    """With the month: everybody who has a building to answer for is asked the same."""
    return cycles(actor)


@policy(Duty)
def duties(actor: Actor) -> Q:
    """Whoever reports on the building, and the leaders: it is work, not a register."""
    if not has_business(actor):
        return Q(pk__in=[])
    if actor.holds(Role.LEADER):
        return Q(pk__isnull=False)
    return reports_on(actor) | Q(place_id__in=actor.areas(Role.STREET))


def _with(model: type[Model], above: type[Model], field: str) -> None:
    @policy(model)
    def rows(actor: Actor) -> Q:
        seen = above.objects.visible_to(actor).order_by()  # type: ignore[attr-defined]
        return Q(Exists(seen.filter(pk=OuterRef(field))))


for part in (Question, Reopening, Submission):
    _with(part, Duty, "duty")
for answer in (TenantAnswer, UnitAnswer):
    _with(answer, Submission, "submission")
