"""两步验证: one-time codes of a phone (RFC 6238, by pyotp), recovery codes, and the lockout."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from louyu.registers.organizations.models import (
    ADMINISTRATORS,
    Clearance,
    DutyRole,
    RecoveryCode,
    SecondFactor,
    User,
)

STEP = 30  # seconds, as every authenticator app counts them
DRIFT = 1  # a phone's clock may be one step off
TRIES = 5
LOCKED = timedelta(minutes=15)
RECOVERY_CODES = 10


class CodeRefused(Exception):
    """One Chinese sentence that says what to do."""


@dataclass(frozen=True)
class Enrolment:
    """What the phone is told once: as an address for its camera, and to be typed."""

    secret: str
    address: str


def is_needed(user: User) -> bool:
    """Whoever holds an administrator duty or a clearance today."""
    today = timezone.localdate()
    held = DutyRole.objects.filter(user=user, during__contains=today, role__in=ADMINISTRATORS)
    return held.exists() or Clearance.objects.filter(user=user, during__contains=today).exists()


def enrolled(user: User) -> SecondFactor | None:
    return SecondFactor.objects.filter(user=user).exclude(confirmed_at=None).first()


def begin(user: User) -> Enrolment:
    """The same secret until it is confirmed: a page loaded twice makes no phone useless."""
    sealed = _cipher().encrypt(pyotp.random_base32().encode())
    factor, _ = SecondFactor.objects.get_or_create(user=user, defaults={"secret": sealed})
    if factor.confirmed_at:
        raise CodeRefused("两步验证已经启用。更换手机请先联系管理员重置。")
    secret = _secret(factor)
    address = pyotp.TOTP(secret).provisioning_uri(
        name=user.username, issuer_name=settings.SYSTEM_NAME
    )
    return Enrolment(secret, address)


def confirm(user: User, code: str) -> tuple[SecondFactor, list[str]]:
    """The first right code switches it on; the recovery codes are told this once."""
    factor = verify(user, code)
    codes = [secrets.token_hex(5) for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        switched = SecondFactor.objects.filter(pk=factor.pk, confirmed_at=None)
        if not switched.update(confirmed_at=timezone.now()):
            raise CodeRefused("两步验证已经启用，请用手机上的验证码登录。")
        RecoveryCode.objects.bulk_create(
            RecoveryCode(factor=factor, digest=_digest(code)) for code in codes
        )
    return factor, codes


def verify(user: User, code: str) -> SecondFactor:
    """Raises CodeRefused; five wrong codes in a row lock for a quarter of an hour."""
    text = "".join(code.split()).replace("-", "").lower()
    with transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(user=user).first()
        if factor is None:
            raise CodeRefused("您还没有启用两步验证，请先绑定手机。")
        now = timezone.now()
        if factor.locked_until and factor.locked_until > now:
            left = -(-(factor.locked_until - now).total_seconds() // 60)
            raise CodeRefused(f"连续 {TRIES} 次不正确，已锁定，请 {left:.0f} 分钟后再试。")
        if _taken(factor, text, now):
            factor.failures, factor.locked_until = 0, None
        else:
            _count(factor, now)
        factor.save()
    if factor.failures or factor.locked_until:
        raise CodeRefused("验证码不正确、已过期或已用过，请等手机上出现新的验证码后再填。")
    return factor


def reset(user: User) -> None:
    """The phone is lost: the person binds a new one at the next sign-in."""
    SecondFactor.objects.filter(user=user).delete()


def _taken(factor: SecondFactor, text: str, now: datetime) -> bool:
    if len(text) != 6:
        spent = factor.recovery_codes.filter(digest=_digest(text), used_at=None)
        return bool(factor.confirmed_at and spent.update(used_at=now))
    totp, present = pyotp.TOTP(_secret(factor)), int(now.timestamp()) // STEP
    for step in range(max(present - DRIFT, factor.last_step + 1), present + DRIFT + 1):
        if hmac.compare_digest(totp.at(step * STEP), text):
            factor.last_step = step
            return True
    return False


def _count(factor: SecondFactor, now: datetime) -> None:
    factor.failures += 1
    if factor.failures >= TRIES:
        factor.failures, factor.locked_until = 0, now + LOCKED


def _secret(factor: SecondFactor) -> str:
    return _cipher().decrypt(bytes(factor.secret)).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(settings.SECOND_FACTOR_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _digest(code: str) -> str:
    """Keyed: forty bits alone could be tried out by whoever holds a copy of the table."""
    return hmac.new(settings.SECOND_FACTOR_KEY.encode(), code.encode(), "sha256").hexdigest()
