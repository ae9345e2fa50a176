"""同一公司、两个街道: whom one street let in reaches nothing of the company in another street."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo import factories
from louyu.kernel.inbox import count
from louyu.registers.assignments.models import Assignment, Capacity, Visit
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.matters.models import JointHandling, Level, Matter
from louyu.registers.matters.queries import askable_buildings
from louyu.registers.matters.services import open_matter
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db


class Site:
    """A building of the company, what it answers for there, and what is asked of it."""

    def __init__(self, place, company) -> None:
        self.building = factories.building(place)
        factories.party(self.building, company)
        self.tenant = factories.enterprise(place=place)
        held = {"organization": company, "start": factories.LONG_AGO}
        for subject in ({"building": self.building}, {"enterprise": self.tenant}):
            Assignment.objects.create(capacity=Capacity.OPERATOR, **held, **subject)
        visitor = factories.user()
        Visit.objects.create(visitor=visitor, building=self.building, day=timezone.localdate())
        self.matters = [self._request(Level.BUILDING), self._request(Level.DISTRICT)]
        Matter.objects.unscoped("test").filter(pk=self.matters[1].pk).update(owner_body=company)
        self.matters.append(self._request(Level.DISTRICT))
        JointHandling.objects.create(matter=self.matters[2], body=company)

    def _request(self, level: str) -> Matter:
        return open_matter(
            kind="request",
            text="空调太吵",
            building=self.building,
            level=level,
            actor=factories.actor(Role.OFFICE),
        )


class Company:
    def __init__(self) -> None:
        tree = factories.place_tree()
        self.body = factories.organization("property_manager")
        self.own = Site(tree.street, self.body)
        self.other = Site(tree.other_street, self.body)
        self.street = tree.street

    def invited(self, role: str) -> User:
        return factories.user(role, organization=self.body, place=self.street)


@pytest.fixture
def company() -> Company:
    return Company()


@pytest.mark.parametrize("role", [Role.LIAISON, Role.OPERATOR])
def test_whom_a_street_let_in_reaches_its_company_in_that_street_alone(company, role):
    actor = actor_of(company.invited(role))
    own = company.own

    def of(model, field):
        return set(model.objects.visible_to(actor).values_list(field, flat=True))

    assert of(Building, "pk") == {own.building.pk}
    assert of(Enterprise, "pk") == {own.tenant.pk}
    assert of(Assignment, "building") == {own.building.pk, None}
    assert of(Assignment, "enterprise") == {own.tenant.pk, None}
    assert of(Visit, "pk") == set()
    assert of(Matter, "pk") == {matter.pk for matter in own.matters}
    assert of(JointHandling, "matter") == {own.matters[2].pk}
    assert list(askable_buildings(actor)) == [own.building]
    assert count(actor) == len(own.matters)


@pytest.mark.parametrize("role", [Role.LIAISON, Role.OPERATOR])
def test_whom_no_street_bounds_reaches_the_company_everywhere(company, role):
    actor = factories.actor(role, organization=company.body)
    matters = {matter.pk for site in (company.own, company.other) for matter in site.matters}
    assert set(Matter.objects.visible_to(actor).values_list("pk", flat=True)) == matters
    assert count(actor) == len(matters)


def test_a_thread_of_another_street_is_not_found_and_not_listed(company, client: Client):
    factories.sign_in(client, company.invited(Role.LIAISON))
    for own, other in zip(company.own.matters, company.other.matters, strict=True):
        assert client.get(reverse("matter", args=[own.pk])).status_code == 200
        assert client.get(reverse("matter", args=[other.pk])).status_code == 404
    for name in ("matters", "assignments", "visits", "inbox", "matter-new"):
        page = client.get(reverse(name)).content.decode()
        assert company.other.building.name not in page, name
