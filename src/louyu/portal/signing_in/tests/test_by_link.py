"""一次性链接: opens once, for its owner; looking at it uses nothing up."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.factories import actor, user
from louyu.registers.organizations.links import issue
from louyu.registers.organizations.models import Role, SignInLink, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return user(Role.OFFICE)


def address(person: User) -> str:
    return reverse("sign-in-link", args=[issue(person, actor=actor(Role.OFFICE))])


def test_a_preview_does_not_use_it_up(client: Client, person: User) -> None:
    link = address(person)
    for _ in range(3):
        assert Client().get(link).status_code == 200
    assert client.post(link).url == reverse("home")
    assert client.get(reverse("home")).status_code == 200


def test_it_opens_once(client: Client, person: User) -> None:
    link = address(person)
    Client().post(link)
    assert client.post(link).status_code == 410
    assert client.get(reverse("home")).status_code == 302


def test_a_newer_link_ends_the_older_one(client: Client, person: User) -> None:
    older = address(person)
    address(person)
    assert client.post(older).status_code == 410


def test_it_ends_with_its_day(client: Client, person: User) -> None:
    link = address(person)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(link).status_code == 410


def test_somebody_who_left_does_not_come_back_by_it(client: Client, person: User) -> None:
    link = address(person)
    User.objects.update(is_active=False)
    assert client.post(link).status_code == 410


def test_an_unknown_link_reads_like_any_other_until_it_is_used(client: Client) -> None:
    link = reverse("sign-in-link", args=["no-such-token"])
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 410


def test_what_is_stored_opens_nothing(client: Client, person: User) -> None:
    address(person)
    stored = SignInLink.objects.get().digest
    assert client.post(reverse("sign-in-link", args=[stored])).status_code == 410


def test_the_database_itself_keeps_a_used_link_used(client: Client, person: User) -> None:
    client.post(address(person))
    with pytest.raises(IntegrityError), transaction.atomic():
        SignInLink.objects.update(used_at=None)
