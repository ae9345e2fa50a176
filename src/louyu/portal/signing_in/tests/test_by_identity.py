"""统一身份认证: a verified identity opens the account it belongs to, and makes none."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse

from demo.factories import user
from louyu.portal.signing_in.tests.services import CLIENT, CLIENT_SECRET, Identity
from louyu.registers.organizations.models import Role, User
from tests.serving import served

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return user(Role.OFFICE, username="zhang", phone="13800000001")


@pytest.fixture(autouse=True)
def service(settings: Any) -> Iterator[type[Identity]]:
    Identity.who, Identity.asked, Identity.spoiled = {"preferred_username": "zhang"}, {}, {}
    with served(Identity) as url:
        settings.OIDC = {
            "issuer": url, "client_id": CLIENT, "secret": CLIENT_SECRET, "label": "区统一认证",
        }  # fmt: skip
        yield Identity


def walk(client: Client, after: str = "") -> Any:
    """There and back, as a browser goes."""
    away = client.get(reverse("sign-in-oidc"), {"next": after})
    back = requests.get(away.url, allow_redirects=False, timeout=10).headers["Location"]
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def signed_in(client: Client) -> bool:
    return client.get(reverse("home")).status_code == 200


def test_a_verified_identity_opens_its_account(client: Client, person: User) -> None:
    assert walk(client, "/buildings/").url == "/buildings/"
    assert signed_in(client)


def test_an_identity_may_be_matched_by_its_phone(
    client: Client, person: User, settings: Any
) -> None:
    settings.OIDC = settings.OIDC | {"claim": "phone_number"}
    Identity.who = {"phone_number": "13800000001"}
    walk(client)
    assert signed_in(client)


def test_an_identity_without_an_account_makes_none(client: Client) -> None:
    walk(client)
    assert not signed_in(client)
    assert not User.objects.exists()


def test_somebody_who_left_does_not_come_back_by_it(client: Client, person: User) -> None:
    User.objects.update(is_active=False)
    walk(client)
    assert not signed_in(client)


@pytest.mark.parametrize(
    "spoiled", [{"aud": "another"}, {"nonce": "another"}, {"iss": "http://elsewhere.example"}]
)
def test_a_token_that_was_made_for_another_is_refused(
    client: Client, person: User, spoiled: dict[str, str]
) -> None:
    Identity.spoiled = spoiled
    walk(client)
    assert not signed_in(client)


def test_an_answer_nobody_asked_for_is_refused(client: Client, person: User) -> None:
    client.get(reverse("sign-in-oidc-back"), {"code": "code-1", "state": "invented"})
    assert not signed_in(client)


def test_a_service_that_does_not_answer_leaves_the_password(
    client: Client, person: User, settings: Any
) -> None:
    settings.OIDC = settings.OIDC | {"issuer": "http://127.0.0.1:1"}
    answer = client.get(reverse("sign-in-oidc"), follow=True)
    assert "统一身份认证没有应答" in answer.content.decode()


def test_the_sign_in_page_offers_it_by_its_name(client: Client) -> None:
    assert "区统一认证" in client.get(reverse("login")).content.decode()
