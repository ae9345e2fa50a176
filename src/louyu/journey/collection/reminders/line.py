"""渠道: the one channel this instance was told of, ready to send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from louyu.engines.messaging import Channel, DingTalk, Mail, WeCom
from louyu.journey.collection.reminders.models import Via

KINDS: dict[Via, Callable[..., Channel]] = {
    Via.MAIL: Mail,
    Via.WECOM: WeCom,
    Via.DINGTALK: DingTalk,
}


class NotSetUp(Exception):
    """The section `messages` of instance.json does not hold together; a Chinese sentence."""


@dataclass(frozen=True)
class Line:
    """`site` is the address at which people reach this system."""

    via: Via
    channel: Channel
    site: str

    def link(self, name: str, *args: Any) -> str:
        return self.site + reverse(name, args=args)


def chosen() -> Via | None:
    """By which channel this instance sends, if it sends."""
    via = str(settings.MESSAGES.get("channel", ""))
    return Via(via) if via in Via.values else None


def line() -> Line | None:
    """None: nothing was set up, and no message is ever sent."""
    told: dict[str, Any] = dict(settings.MESSAGES)
    if not told:
        return None
    try:
        via, site = Via(told.pop("channel")), str(told.pop("site")).rstrip("/")
        return Line(via, KINDS[via](**told), site)
    except (KeyError, TypeError, ValueError):
        # Not with its own words: they may hold what was typed there.
        raise NotSetUp(
            "instance.json 中 messages 一段写得不对，请按《运行维护》核对渠道、地址和各项名称。"
        ) from None
