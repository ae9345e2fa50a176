"""一次性登录码: asked for by phone number, sent by text message, good once for five minutes.

A stranger learns nothing from it: an unknown number gets the same answer in the same time.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from louyu.portal.models import SignInCode
from louyu.portal.signing_in.sms import gateway, send_later
from louyu.registers.organizations.models import User

GOOD_FOR = timedelta(minutes=5)
PAUSE = timedelta(minutes=1)
PER_HOUR = 5
TRIES = 5
KEPT = timedelta(days=1)


class CodeRefused(Exception):
    """One Chinese sentence that says what to do."""


def send(phone: str) -> None:
    """A new code replaces the one before; too many in a row are refused for every number."""
    sender, now = gateway(), timezone.now()
    if sender is None:
        raise CodeRefused("本系统没有开通短信登录，请用账号和密码登录。")
    with transaction.atomic():
        SignInCode.objects.filter(sent_at__lt=now - KEPT).delete()
        _refuse_too_many(phone)
        code = f"{secrets.randbelow(1_000_000):06d}"
        SignInCode.objects.create(phone=phone, digest=_digest(phone, code), sent_at=now)
    if _person(phone):
        send_later(lambda: sender.send_code(phone, code))


def redeem(phone: str, code: str) -> User:
    """The person whose phone it is; the code is used up, a wrong one is counted."""
    refused = CodeRefused("手机号或验证码不正确，或验证码已过期，请核对；也可以重新获取。")
    with transaction.atomic():
        kept = (
            SignInCode.objects.select_for_update()
            .filter(phone=phone, used_at=None, sent_at__gt=timezone.now() - GOOD_FOR)
            .order_by("-pk")
            .first()
        )
        person = _person(phone)
        if kept and kept.tries < TRIES:
            SignInCode.objects.filter(pk=kept.pk).update(tries=F("tries") + 1)
            right = hmac.compare_digest(kept.digest, _digest(phone, code))
            if right and person:
                SignInCode.objects.filter(phone=phone, used_at=None).update(used_at=timezone.now())
                return person
    raise refused


def _refuse_too_many(phone: str) -> None:
    recent = SignInCode.objects.filter(phone=phone, sent_at__gt=timezone.now() - timedelta(hours=1))
    times = list(recent.order_by("-sent_at").values_list("sent_at", flat=True))
    if times and times[0] > timezone.now() - PAUSE:
        raise CodeRefused("验证码已发送，1 分钟内不能重复获取。请查看短信，稍后再试。")
    if len(times) >= PER_HOUR:
        raise CodeRefused(f"这个手机号 1 小时内已获取 {PER_HOUR} 次，请 1 小时后再试。")


def _person(phone: str) -> User | None:
    return User.objects.filter(phone=phone, is_active=True).first()


def _digest(phone: str, code: str) -> str:
    """Without the instance's key the code cannot be found by trying a million numbers."""
    text = f"sign-in:{phone}:{code}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), "sha256").hexdigest()
