"""登录: lockout per account, sessions that end, answers that tell a stranger nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo.factories import PASSWORD, user
from louyu.registers.organizations.middleware import SIGNED_IN_AT, TOUCHED_AT
from louyu.registers.organizations.models import Role, User

pytestmark = pytest.mark.django_db
LOGIN = reverse("login")


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(LOGIN, {"username": username, "password": password, **more})


def fail(client: Client, username: str, times: int) -> Any:
    for _ in range(times):
        answer = sign_in(client, username, "not-the-password")
    return answer


def signed_in(client: Client) -> bool:
    return client.get(reverse("home")).status_code == 200


@pytest.fixture
def person() -> User:
    return user(Role.OFFICE)


def test_the_right_password_opens_the_home_page(client: Client, person: User) -> None:
    assert sign_in(client, person.username).url == reverse("home")
    assert signed_in(client)


def test_after_five_failures_even_the_right_password_is_refused(
    client: Client, person: User
) -> None:
    fail(client, person.username, 5)
    answer = sign_in(client, person.username)
    assert answer.status_code == 429
    assert "15 分钟后再登录" in answer.content.decode()
    assert not signed_in(client)


def test_four_failures_do_not_lock(client: Client, person: User) -> None:
    fail(client, person.username, 4)
    sign_in(client, person.username)
    assert signed_in(client)


def test_a_locked_account_leaves_the_others_alone(client: Client, person: User) -> None:
    fail(client, person.username, 5)
    sign_in(client, user(Role.OFFICE).username)
    assert signed_in(client)


def test_the_wait_counts_down_and_then_ends(client: Client, person: User) -> None:
    fail(client, person.username, 5)
    waited = settings.AXES_COOLOFF_TIME - timedelta(minutes=4)
    AccessAttempt.objects.update(attempt_time=timezone.now() - waited)
    assert "约 4 分钟" in sign_in(client, person.username).content.decode()
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME)
    sign_in(client, person.username)
    assert signed_in(client)


def test_trying_on_while_locked_does_not_lengthen_the_wait(client: Client, person: User) -> None:
    fail(client, person.username, 5)
    before = AccessAttempt.objects.get().attempt_time
    fail(client, person.username, 2)
    assert AccessAttempt.objects.get().attempt_time == before


def test_an_unknown_account_gets_the_answer_of_a_wrong_password(
    client: Client, person: User
) -> None:
    def words(username: str, times: int) -> str:
        answer = fail(client, username, times)
        text = answer.content.decode().replace(username, "")
        return f"{answer.status_code} {text.partition('<main')[2].partition('csrf')[0]}"

    gone = user(Role.OFFICE, is_active=False)
    assert words(person.username, 1) == words("nobody", 1) == words(gone.username, 1)
    assert words(person.username, 4) == words("nobody", 4) == words(gone.username, 4)


def test_a_person_who_left_cannot_sign_in(client: Client) -> None:
    assert sign_in(client, user(Role.OFFICE, is_active=False).username).status_code == 200
    assert not signed_in(client)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/x", "javascript:1"])
def test_signing_in_never_leads_to_another_site(
    client: Client, person: User, elsewhere: str
) -> None:
    assert sign_in(client, person.username, next=elsewhere).url == reverse("home")


def test_signing_in_leads_back_to_the_page_asked_for(client: Client, person: User) -> None:
    asked = client.get(reverse("feedback"))
    assert asked.url == f"{LOGIN}?next={reverse('feedback')}"
    assert "自动退出" in client.get(asked.url).content.decode()
    assert sign_in(client, person.username, next=reverse("feedback")).url == reverse("feedback")


def test_the_session_changes_its_key_when_somebody_signs_in(client: Client, person: User) -> None:
    client.get(LOGIN)
    sign_in(client, person.username)
    first = client.session.session_key
    client.post(reverse("logout"))
    sign_in(client, person.username)
    assert client.session.session_key != first


def test_an_idle_session_ends(client: Client, person: User) -> None:
    sign_in(client, person.username)
    session = client.session
    session.set_expiry(timezone.now() - timedelta(seconds=1))
    session.save()
    assert not signed_in(client)


def test_use_starts_the_idle_time_anew_and_is_written_once_a_minute(
    client: Client, person: User
) -> None:
    sign_in(client, person.username)
    assert signed_in(client)

    def asked() -> tuple[datetime, bool]:
        with CaptureQueriesContext(connection) as queries:
            assert signed_in(client)
        wrote = any("UPDATE" in one["sql"] and "session" in one["sql"] for one in queries)
        return Session.objects.get().expire_date, wrote

    first, wrote = asked()
    assert not wrote
    session = client.session
    session[TOUCHED_AT] -= settings.SESSION_TOUCHED_EVERY.seconds
    session.save()
    Session.objects.update(expire_date=first - timedelta(minutes=20))
    again, wrote = asked()
    assert wrote
    assert again >= first


def test_a_session_in_use_ends_after_its_longest_life(client: Client, person: User) -> None:
    sign_in(client, person.username)
    session = client.session
    over = timezone.now() - settings.SESSION_LONGEST - timedelta(seconds=1)
    session[SIGNED_IN_AT] = over.timestamp()
    session.save()
    assert not signed_in(client)


def test_a_fragment_asked_for_after_the_session_ended_sends_the_page_to_sign_in(
    client: Client,
) -> None:
    answer = client.get(reverse("search"), headers={"HX-Request": "true"}, follow=True)
    assert answer.headers["HX-Redirect"].startswith(LOGIN)


def test_signing_out_takes_a_form_not_a_link(client: Client, person: User) -> None:
    sign_in(client, person.username)
    assert client.get(reverse("logout")).status_code == 405
    assert signed_in(client)
    client.post(reverse("logout"))
    assert not signed_in(client)


def test_a_new_password_replaces_the_old_one(client: Client, person: User) -> None:
    sign_in(client, person.username)
    new = "another-invented-one-7"
    given = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("password_change"), given).url == reverse("home")
    client.post(reverse("logout"))
    sign_in(client, person.username)
    assert not signed_in(client)
    sign_in(client, person.username, new)
    assert signed_in(client)


def test_a_form_without_its_token_is_refused_in_words(person: User) -> None:
    answer = sign_in(Client(enforce_csrf_checks=True), person.username)
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_only_a_demo_instance_lists_accounts(
    client: Client, person: User, settings: Any, tmp_path: Any
) -> None:
    settings.DEMO = False
    assert person.username not in client.get(LOGIN).content.decode()
    settings.DEMO, settings.DEMO_MARKER = True, tmp_path / "demo.json"
    settings.DEMO_MARKER.write_text('{"password": "shown"}', encoding="utf-8")
    page = client.get(LOGIN).content.decode()
    assert person.username in page
    assert "shown" in page
