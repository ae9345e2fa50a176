"""手机验证码: good once, for five minutes; a stranger learns nothing from it."""

import json
import queue
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.factories import user
from louyu.portal.models import SignInCode
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db
PAGE = reverse("sign-in-phone")
PHONE, STRANGER = "13800000001", "13900000009"


@pytest.fixture
def person() -> User:
    return user(Role.OFFICE, phone=PHONE)


def ask(client: Client, phone: str = PHONE) -> str:
    return client.post(PAGE, {"phone": phone, "step": "send"}).content.decode()


def enter(client: Client, code: str, phone: str = PHONE, **more: str) -> Any:
    return client.post(PAGE, {"phone": phone, "code": code, "step": "enter", **more})


def told(messages: "queue.Queue[dict[str, str]]") -> str:
    message = messages.get(timeout=10)
    assert (message["PhoneNumbers"], message["SignName"]) == (PHONE, "某区楼宇办")
    return str(json.loads(message["TemplateParam"])["code"])


def signed_in(client: Client) -> bool:
    return client.get(reverse("home")).status_code == 200


def test_the_code_from_the_message_opens_the_home_page(
    client: Client, person: User, messages: Any
) -> None:
    ask(client)
    assert enter(client, told(messages)).url == reverse("home")
    assert signed_in(client)


def test_a_code_opens_once(client: Client, person: User, messages: Any) -> None:
    ask(client)
    code = told(messages)
    enter(client, code)
    assert enter(Client(), code).status_code == 200
    assert not signed_in(Client())


def test_after_five_wrong_codes_the_right_one_is_refused(
    client: Client, person: User, messages: Any
) -> None:
    ask(client)
    code = told(messages)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        enter(client, wrong)
    enter(client, code)
    assert not signed_in(client)


def test_a_code_is_out_of_date_after_five_minutes(
    client: Client, person: User, messages: Any
) -> None:
    ask(client)
    SignInCode.objects.update(sent_at=timezone.now() - timedelta(minutes=5, seconds=1))
    enter(client, told(messages))
    assert not signed_in(client)


def test_an_unknown_number_reads_like_a_known_one(
    client: Client, person: User, messages: Any
) -> None:
    known, unknown = ask(client), ask(Client(), STRANGER)
    assert _plain(known, PHONE) == _plain(unknown, STRANGER)
    told(messages)
    assert messages.empty()


def _plain(page: str, phone: str) -> str:
    lines = page.replace(phone, "…").splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_a_second_code_within_a_minute_is_refused(
    client: Client, person: User, messages: Any
) -> None:
    ask(client)
    assert "1 分钟内不能重复获取" in ask(client)
    assert SignInCode.objects.count() == 1


def test_five_codes_an_hour_are_enough(client: Client, person: User, messages: Any) -> None:
    for minutes in range(2, 7):
        SignInCode.objects.create(
            phone=PHONE, digest="x", sent_at=timezone.now() - timedelta(minutes=minutes)
        )
    assert "1 小时后再试" in ask(client)


def test_somebody_who_left_gets_no_code(client: Client, person: User, messages: Any) -> None:
    person.is_active = False
    person.save()
    ask(client)
    ask(Client(), "13800000002")
    assert messages.empty()


def test_without_a_gateway_the_page_says_so(client: Client, person: User) -> None:
    assert "没有开通短信登录" in ask(client)


def test_a_foreign_address_after_signing_in_is_not_believed(
    client: Client, person: User, messages: Any
) -> None:
    ask(client)
    assert enter(client, told(messages), next="https://elsewhere.example/").url == reverse("home")


def test_a_gateway_that_refuses_leaves_no_number_and_no_code_in_the_log(
    client: Client, person: User, messages: Any, settings: Any, caplog: Any
) -> None:
    settings.SMS = settings.SMS | {"secret": "another"}
    ask(client)
    from louyu.portal.signing_in import sms

    sms._senders.submit(lambda: None).result()
    assert PHONE not in caplog.text


def test_the_database_counts_no_more_than_five_tries(person: User) -> None:
    code = SignInCode.objects.create(phone=PHONE, digest="x", sent_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        SignInCode.objects.filter(pk=code.pk).update(tries=6)
