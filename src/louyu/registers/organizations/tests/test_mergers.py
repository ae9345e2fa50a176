"""单位撤并: duties pass on to the successor; a body nobody follows opens nothing any more."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from demo import factories as make
from louyu.kernel.testing import refused_by, sql
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Organization, OrganizationKind, Role, User

pytestmark = pytest.mark.django_db
MANAGER = OrganizationKind.PROPERTY_MANAGER


def ended(days: int = 1) -> date:
    return timezone.localdate() - timedelta(days=days)


def seen_by(person: User) -> set[str]:
    rows = Building.objects.visible_to(actor_of(person))
    return set(rows.values_list("name", flat=True))


@pytest.fixture
def old() -> Organization:
    return make.organization(MANAGER, name="旧物业")


@pytest.fixture
def new() -> Organization:
    return make.organization(MANAGER, name="新物业")


@pytest.fixture
def buildings(old: Organization, new: Organization) -> None:
    street = make.place_tree().street
    for body, name in ((old, "旧楼"), (new, "新楼")):
        make.party(make.building(street, name=name), body)


def merge(body: Organization, into: Organization | None, end: date) -> None:
    body.end, body.successor = end, into
    body.save()


@pytest.mark.usefixtures("buildings")
def test_after_a_merger_both_staffs_see_the_buildings_of_both(
    old: Organization, new: Organization
) -> None:
    of_old = make.user(Role.LIAISON, organization=old)
    of_new = make.user(Role.LIAISON, organization=new)
    merge(old, new, ended(days=0))
    assert (seen_by(of_old), seen_by(of_new)) == ({"旧楼"}, {"新楼"})
    merge(old, new, ended())
    assert seen_by(of_old) == seen_by(of_new) == {"旧楼", "新楼"}


@pytest.mark.usefixtures("buildings")
def test_a_body_without_a_successor_opens_nothing_after_its_end(old: Organization) -> None:
    person = make.user(Role.LIAISON, organization=old)
    merge(old, None, ended())
    assert seen_by(person) == set()


@pytest.mark.usefixtures("buildings")
def test_a_circle_of_successors_opens_nothing(old: Organization, new: Organization) -> None:
    person = make.user(Role.LIAISON, organization=old)
    merge(old, new, ended())
    merge(new, old, ended())
    assert seen_by(person) == set()


def test_a_successor_comes_after_an_end_and_is_another(
    old: Organization, new: Organization
) -> None:
    statement = 'UPDATE organizations_organization SET successor_id = %s, "end" = %s WHERE id = %s'
    for into, end in ((new.pk, None), (old.pk, ended())):
        with refused_by("organization_successor_after_end"):
            sql(statement, [into, end, old.pk])


def test_a_body_does_not_end_before_it_starts(old: Organization) -> None:
    statement = 'UPDATE organizations_organization SET start = %s, "end" = %s WHERE id = %s'
    with refused_by("organization_ends_after_start"):
        sql(statement, [ended(), ended(days=2), old.pk])
