"""月度更新: a month in which every site was reminded and handed in, with words of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from django.utils import timezone

from demo import factories
from louyu.engines.measures import Period
from louyu.journey.collection.answering import Answers, RoomSaid, TenantSaid, hand_in
from louyu.journey.collection.models import Cycle, Duty, Verdict
from louyu.journey.collection.opening import open_census, open_month
from louyu.journey.collection.reminders.models import Kind, Reminder, Via
from louyu.journey.verification.models import Sample
from louyu.journey.verification.sampling import draw
from louyu.registers.occupancy.models import Occupancy
from louyu.registers.organizations.actors import console
from louyu.registers.organizations.models import Role

if TYPE_CHECKING:
    from tests.scope.world import Person, World


@dataclass
class Planted:
    duties: list[Duty]
    census: Cycle
    # By a site of the street or park; the first two sites share one.
    samples: dict[int, Sample]


def plant(world: World) -> Planted:
    today = timezone.localdate()
    cycle = open_month(month=Period.of(today), day=today, actor=console("试验")).cycle
    office = factories.actor(Role.OFFICE)
    duties = []
    for site in world.sites:
        duty = cycle.buildings_due.get(building=site.building)
        vacancy = site.units[2].vacancies.get()
        hand_in(
            duty=duty,
            key=uuid4(),
            base=0,
            answers=Answers(
                tenants=[TenantSaid(stay, Verdict.STAYS) for stay in _asked(duty)],
                rooms=[RoomSaid(vacancy.unit_id, vacancy.state, vacancy.start)],
                rest_unchanged=True,
                words=f"{site.marker}说明",
            ),
            actor=office,
        )
        duties.append(duty)
        Reminder.objects.create(
            duty=duty,
            user_id=office.user_id,
            kind=Kind.LATE,
            day=today,
            version=duty.version,
            message=uuid4(),
            via=Via.MAIL,
            refused=f"{site.marker}邮箱不收",
        )
    census = open_census(due_on=today, day=today, actor=console("试验")).cycle
    samples = {
        number: draw(
            cycle=cycle, place=world.sites[number].place, wanted=9, seed=number, actor=office
        )
        for number in (1, 2, 3)
    }
    return Planted(duties, census, samples)


def _asked(duty: Duty) -> list[Occupancy]:
    asked = duty.questions.exclude(occupancy=None).select_related("occupancy")
    return [question.occupancy for question in asked if question.occupancy]


def forbidden(planted: Planted, person: Person) -> dict[str, str]:
    """The words bear the marker of their site."""
    return {}
