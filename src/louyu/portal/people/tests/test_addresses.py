"""消息地址: written by the system administrator, or by the street for its own liaison."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import PlaceTree, building, organization, party, place_tree, sign_in, user
from louyu.journey.collection.reminders.models import Contact, Via
from louyu.registers.organizations.models import DutyRole, OrganizationKind, Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(settings: Any) -> PlaceTree:
    settings.MESSAGES = {"channel": "wecom"}
    return place_tree()


@pytest.fixture
def held(tree: PlaceTree) -> DutyRole:
    body = organization(OrganizationKind.PROPERTY_MANAGER)
    party(building(tree.street), body)
    person = user(Role.LIAISON, place=tree.street, organization=body, phone="13900005678")
    return person.duties.get()


def client_of(role: Role, **bounds: Any) -> Client:
    client = Client()
    sign_in(client, user(role, **bounds))
    return client


def addresses(person: User) -> list[tuple[str, str]]:
    rows = Contact.objects.unscoped("test").filter(user=person)
    return list(rows.values_list("via", "address"))


def test_a_street_writes_down_its_liaisons_address(tree: PlaceTree, held: DutyRole) -> None:
    street = client_of(Role.STREET, place=tree.street)
    street.post(reverse("liaison-address", args=[held.pk]), {"address": " shilianluo "})
    assert addresses(held.user) == [(Via.WECOM, "shilianluo")]
    assert 'value="shilianluo"' in street.get(reverse("liaisons")).content.decode()


def test_a_group_is_no_persons_address(tree: PlaceTree, held: DutyRole) -> None:
    street = client_of(Role.STREET, place=tree.street)
    told = street.post(
        reverse("liaison-address", args=[held.pk]), {"address": "@all"}, follow=True
    ).content.decode()
    assert "这不像一个人的企业微信地址" in told
    assert addresses(held.user) == []


def test_another_street_writes_nothing(tree: PlaceTree, held: DutyRole) -> None:
    other = client_of(Role.STREET, place=tree.other_street)
    answer = other.post(reverse("liaison-address", args=[held.pk]), {"address": "x1"})
    assert answer.status_code == 404
    assert addresses(held.user) == []


def test_a_street_does_not_write_for_somebody_who_holds_another_duty(
    tree: PlaceTree, held: DutyRole
) -> None:
    DutyRole.objects.create(user=held.user, role=Role.OFFICE, start=held.start)
    street = client_of(Role.STREET, place=tree.street)
    street.post(reverse("liaison-address", args=[held.pk]), {"address": "x1"})
    assert addresses(held.user) == []


def test_the_administrator_writes_and_the_persons_wish_stays(held: DutyRole) -> None:
    Contact.objects.create(user=held.user, via=Via.WECOM, address="old", wanted=False)
    admin = client_of(Role.SYSTEM_ADMIN)
    admin.post(reverse("account-address", args=[held.user.pk]), {"address": "newone"})
    contact = Contact.objects.unscoped("test").get()
    assert (contact.address, contact.wanted) == ("newone", False)
    assert "本人已关闭提醒" in admin.get(reverse("account", args=[held.user.pk])).content.decode()


@pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.AUDITOR, Role.OFFICE])
def test_nobody_else_writes(held: DutyRole, role: Role) -> None:
    answer = client_of(role).post(
        reverse("account-address", args=[held.user.pk]), {"address": "x1"}
    )
    assert answer.status_code == 404
    assert addresses(held.user) == []
