"""权限矩阵: no page says what its reader may not know; no address goes without expectation."""

import pytest
from django.test import Client

from tests.scope.addresses import named_addresses
from tests.scope.expectations import EXPECTED
from tests.scope.matrix import Walk
from tests.scope.world import World

PEOPLE = (
    "office",
    "leader",
    "department",
    "tax analyst",
    "street",
    "cleared street",
    "other street",
    "park",
    "community",
    "liaison",
    "invited liaison",
    "operator",
    "enterprise",
    "expert",
    "system_admin",
    "security_admin",
    "auditor",
    "no duty",
    "former liaison",
    "visitor",
)


def test_every_address_has_an_expectation() -> None:
    missing = set(named_addresses()) - set(EXPECTED)
    assert not missing, f"say in tests/scope/expectations who may read: {sorted(missing)}"


def test_no_expectation_outlives_its_address() -> None:
    assert not set(EXPECTED) - set(named_addresses())


def test_every_person_of_the_world_is_asked(world: World) -> None:
    assert {person.label for person in world.people()} == set(PEOPLE)


@pytest.mark.parametrize("label", PEOPLE)
def test_nobody_reads_what_is_not_theirs(world: World, label: str) -> None:
    person = next(p for p in world.people() if p.label == label)
    walk = Walk(world, person)
    for name, expected in EXPECTED.items():
        walk.visit(name, expected)
    assert not walk.findings.faults, _told(walk)
    assert walk.findings.cells > len(EXPECTED)


def _told(walk: Walk) -> str:
    faults = walk.findings.faults
    return f"{len(faults)} faults in {walk.findings.cells} cells:\n" + "\n".join(faults[:40])


def test_a_duty_that_ended_between_two_clicks_opens_nothing(world: World) -> None:
    liaison = next(p for p in world.people() if p.label == "liaison")
    assert liaison.user is not None
    client = Client()
    client.force_login(liaison.user, backend="django.contrib.auth.backends.ModelBackend")
    address = world.sites[1].building.get_absolute_url()
    assert client.get(address).status_code == 200
    duty = liaison.user.duties.get()
    duty.end = duty.start
    duty.save()
    assert client.get(address).status_code == 404
