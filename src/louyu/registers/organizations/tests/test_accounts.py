"""账号: opening one from the console, and what is refused."""

import io

import pytest

from demo import factories
from louyu.kernel.commands import run
from louyu.registers.organizations.models import DutyRole, Organization, User

pytestmark = pytest.mark.django_db
PASSWORD = "three-quiet-rivers"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))


def _add(*options: str) -> int:
    return run(["user", "add", *options, "--type"])


def test_a_street_clerk_can_sign_in_and_holds_the_street(typed: None) -> None:
    street = factories.place_tree().street
    assert _add("wang", "--name", "王某", "--role", "street", "--place", street.code) == 0
    user = User.objects.get(username="wang")
    assert user.check_password(PASSWORD)
    duty = DutyRole.objects.get(user=user)
    assert (duty.role, duty.place, duty.end) == ("street", street, None)


def test_a_generated_password_is_shown_once_and_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["user", "add", "office", "--name", "李某", "--role", "office"]) == 0
    password = capsys.readouterr().out.strip().rpartition("：")[2]
    assert User.objects.get(username="office").check_password(password)


def test_a_body_is_entered_once_and_found_again(typed: None) -> None:
    body = ("--organization", "某物业公司")
    assert _add("first", "--name", "甲", "--role", "liaison", *body) == 0
    assert run(["user", "add", "second", "--name", "乙", "--role", "liaison", *body]) == 0
    bodies = Organization.objects.unscoped("test").filter(name="某物业公司")
    assert [b.kind for b in bodies] == ["property_manager"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--role", "street"), "--place"),
        (("--role", "liaison"), "--organization"),
        (("--role", "auditor", "--organization", "某公司"), "去掉 --organization"),
        (("--role", "street", "--place", "nowhere"), "没有代码为 nowhere 的区划"),
    ],
)
def test_an_incomplete_duty_opens_no_account(
    typed: None, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], says: str
) -> None:
    assert _add("who", "--name", "某", *options) == 1
    assert says in capsys.readouterr().err
    assert not User.objects.filter(username="who").exists()


def test_a_weak_password_opens_no_account(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("12345678901\n"))
    assert _add("who", "--name", "某", "--role", "office") == 1
    assert "密码不符合要求" in capsys.readouterr().err
    assert not User.objects.filter(username="who").exists()


def test_a_username_is_given_once(typed: None, capsys: pytest.CaptureFixture[str]) -> None:
    factories.user(username="taken")
    assert run(["user", "add", "taken", "--name", "某", "--role", "office"]) == 1
    assert "已存在" in capsys.readouterr().err


def test_a_new_password_replaces_the_old_one(capsys: pytest.CaptureFixture[str]) -> None:
    run(["user", "add", "office", "--name", "李某", "--role", "office"])
    old = capsys.readouterr().out.strip().rpartition("：")[2]
    assert run(["user", "password", "office"]) == 0
    new = capsys.readouterr().out.strip().rpartition("：")[2]
    user = User.objects.get(username="office")
    assert user.check_password(new)
    assert not user.check_password(old)
