"""两步验证: a code counts once, guessing ends soon, and the secret is not in the table."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pyotp
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from demo.factories import user
from louyu.registers.organizations import second_factor
from louyu.registers.organizations.models import RecoveryCode, Role, SecondFactor, User
from louyu.registers.organizations.second_factor import CodeRefused, begin, confirm, verify

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def person() -> User:
    return user(Role.SECURITY_ADMIN)


@pytest.fixture
def phone(person: User) -> pyotp.TOTP:
    return pyotp.TOTP(begin(person).secret)


Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return lambda moment: monkeypatch.setattr(second_factor.timezone, "now", lambda: moment)


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock(NOON)


def enrolled(person: User, phone: pyotp.TOTP) -> list[str]:
    """With the code of the step before: the one of noon is still to be used."""
    return confirm(person, phone.at(NOON - timedelta(seconds=30)))[1]


def test_a_code_is_taken_once(person: User, phone: pyotp.TOTP) -> None:
    enrolled(person, phone)
    verify(person, phone.at(NOON))
    with pytest.raises(CodeRefused):
        verify(person, phone.at(NOON))


def test_an_earlier_code_is_not_taken_after_a_later_one(person: User, phone: pyotp.TOTP) -> None:
    enrolled(person, phone)
    verify(person, phone.at(NOON + timedelta(seconds=30)))
    with pytest.raises(CodeRefused):
        verify(person, phone.at(NOON))


def test_the_database_takes_no_code_back(person: User, phone: pyotp.TOTP) -> None:
    enrolled(person, phone)
    with pytest.raises(IntegrityError, match="second_factor_steps_forward"), transaction.atomic():
        SecondFactor.objects.filter(user=person).update(last_step=1)


def test_a_code_out_of_its_time_is_refused(person: User, phone: pyotp.TOTP) -> None:
    enrolled(person, phone)
    for seconds in (-90, 90):
        with pytest.raises(CodeRefused):
            verify(person, phone.at(NOON + timedelta(seconds=seconds)))


def test_guessing_locks_and_the_right_code_waits_too(
    person: User, phone: pyotp.TOTP, clock: Clock
) -> None:
    enrolled(person, phone)
    for _ in range(second_factor.TRIES):
        with pytest.raises(CodeRefused):
            verify(person, "no-code")
    with pytest.raises(CodeRefused, match="锁定"):
        verify(person, phone.at(NOON))
    later = NOON + second_factor.LOCKED + timedelta(seconds=1)
    clock(later)
    verify(person, phone.at(later))


def test_a_recovery_code_opens_once(person: User, phone: pyotp.TOTP) -> None:
    first, second, *_ = enrolled(person, phone)
    verify(person, f"{first[:5]}-{first[5:]}")
    with pytest.raises(CodeRefused):
        verify(person, first)
    verify(person, second.upper())
    with pytest.raises(IntegrityError, match="recovery_code_used_once"), transaction.atomic():
        RecoveryCode.objects.exclude(used_at=None).update(used_at=None)


def test_nobody_elses_code_opens(person: User, phone: pyotp.TOTP) -> None:
    codes = enrolled(person, phone)
    other = user(Role.AUDITOR)
    enrolled(other, pyotp.TOTP(begin(other).secret))
    for code in (phone.at(NOON), codes[0]):
        with pytest.raises(CodeRefused):
            verify(other, code)


def test_neither_secret_nor_recovery_code_lies_in_the_database(
    person: User, phone: pyotp.TOTP
) -> None:
    codes = enrolled(person, phone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(secret, 'utf8') FROM organizations_secondfactor")
        assert phone.secret not in str(cursor.fetchall())
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()


@pytest.mark.django_db(transaction=True)
def test_one_code_sent_twice_at_once_opens_once(person: User, phone: pyotp.TOTP) -> None:
    enrolled(person, phone)
    code, start, taken = phone.at(NOON), Barrier(2), []

    def send() -> None:
        start.wait()
        try:
            taken.append(verify(person, code))
        except CodeRefused:
            pass
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1
