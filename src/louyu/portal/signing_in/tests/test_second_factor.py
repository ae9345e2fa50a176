"""两步验证页: what was granted counts from the code on, in that session alone."""

from datetime import date

import pyotp
import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import PASSWORD, actor, user
from louyu.registers.organizations.links import issue
from louyu.registers.organizations.models import Clearance, Role, User
from louyu.registers.organizations.second_factor import begin, reset

pytestmark = pytest.mark.django_db
HOME, ASK, ENROL = "/", "/accounts/second-factor/", "/accounts/second-factor/new/"


@pytest.fixture
def analyst() -> User:
    person = user(Role.DEPARTMENT)
    Clearance.objects.create(user=person, kind="tax", basis="试验", start=date(2020, 1, 1))
    return person


def phone_of(person: User) -> pyotp.TOTP:
    return pyotp.TOTP(begin(person).secret)


def cleared(client: Client) -> frozenset[str]:
    found: frozenset[str] = client.get(HOME).wsgi_request.actor.clearances  # type: ignore[attr-defined]
    return found


def signed_in(client: Client, person: User) -> str:
    answer = client.post(
        reverse("login"), {"username": person.username, "password": PASSWORD}, follow=True
    )
    return str(answer.request["PATH_INFO"])


def test_a_clearance_counts_from_the_code_on(client: Client, analyst: User) -> None:
    assert signed_in(client, analyst) == ENROL
    assert not cleared(client)
    answer = client.post(ENROL, {"code": phone_of(analyst).now()})
    assert answer.status_code == 200
    assert "恢复码" in answer.content.decode()
    assert cleared(client) == {"tax"}
    other = Client()
    assert signed_in(other, analyst) == ASK
    assert not cleared(other)


def test_without_the_code_everything_else_goes_on_and_the_page_says_so(
    client: Client, analyst: User
) -> None:
    signed_in(client, analyst)
    page = client.get(reverse("buildings"))
    assert page.status_code == 200
    assert "两步验证后才生效" in page.content.decode()


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_an_administrator_is_none_without_it(client: Client, role: Role) -> None:
    person = user(role)
    assert signed_in(client, person) == ENROL
    assert not client.get(HOME).wsgi_request.actor.duties  # type: ignore[attr-defined]
    client.post(ENROL, {"code": phone_of(person).now()})
    assert client.get(HOME).wsgi_request.actor.holds(role)  # type: ignore[attr-defined]


def test_a_link_asks_for_it_as_well(client: Client, analyst: User) -> None:
    link = reverse("sign-in-link", args=[issue(analyst, actor=actor(Role.OFFICE))])
    assert client.post(link).url.startswith(ASK)


def test_who_holds_neither_is_not_asked(client: Client) -> None:
    assert signed_in(client, user(Role.LEADER)) == HOME


def test_a_reset_ends_it_in_open_sessions_too(client: Client, analyst: User) -> None:
    signed_in(client, analyst)
    client.post(ENROL, {"code": phone_of(analyst).now()})
    assert cleared(client)
    reset(analyst)
    assert not cleared(client)


def test_a_bound_phone_is_not_replaced_with_the_password_alone(
    client: Client, analyst: User
) -> None:
    phone = phone_of(analyst)
    signed_in(client, analyst)
    client.post(ENROL, {"code": phone.now()})
    other = Client()
    signed_in(other, analyst)
    assert other.get(ENROL).url == ASK
    assert phone.secret not in other.get(ASK).content.decode()


def test_it_leads_back_within_this_system_alone(client: Client, analyst: User) -> None:
    signed_in(client, analyst)
    page = client.get(ENROL, {"next": "https://elsewhere.example/"}).content.decode()
    assert "elsewhere" not in page
