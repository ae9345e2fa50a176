"""专有钉钉（政务钉钉）: a work notice to one person, from an application of the platform.

As integrators have published it (the platform's own pages need an account there): every request
carries an HMAC-SHA256 over method, time, nonce, path and sorted parameters, and POST
/message/workNotification takes tenantId, receiverIds, bizMsgId and msg. bizMsgId is refused when
it comes a second time, so a message is never delivered twice.

Not verified: whether a platform insists on the headers X-Hmac-Auth-IP and X-Hmac-Auth-MAC, which
some integrations send and others do not (left out here), and the error codes beyond the words
that come with them. /gettoken.json is not called: the signature alone lets a work notice pass, a
token is for signing people in. Tried against a server of our own only.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from datetime import datetime, timedelta, timezone
from typing import Any

from louyu.engines.messaging.calling import NoAnswer, call, checked, no_answer
from louyu.engines.messaging.message import Message, Receipt, Refusal, shortened

SERVICE = "政务钉钉"
PATH = "/message/workNotification"
TEXT = 1800  # bytes; 2,048 of the whole message are taken
CHINA = timezone(timedelta(hours=8))


class DingTalk:
    """An address is a person's accountId in the tenant."""

    def __init__(self, *, base: str, app_key: str, secret: str, tenant_id: str) -> None:
        self._base, self._app_key, self._secret = checked(base), app_key, secret
        self._tenant_id = tenant_id

    def send(self, address: str, message: Message) -> Receipt | Refusal:
        words = "\n".join((message.title, message.text, message.link))
        text = {"msgtype": "text", "text": {"content": shortened(words, TEXT)}}
        fields = {
            "bizMsgId": message.number,
            "msg": json.dumps(text, ensure_ascii=False, separators=(",", ":")),
            "receiverIds": address,
            "tenantId": self._tenant_id,
        }
        try:
            told = call("POST", self._base + PATH, data=fields, headers=self._signed(fields))
        except NoAnswer as trouble:
            return Refusal(no_answer(SERVICE, trouble))
        if told.get("success") is not True:
            return Refusal(_words(told))
        inner = _opened(told.get("content"))
        if inner.get("success") is False:
            return Refusal(_words(inner))
        return Receipt(str(_opened(inner.get("content", inner)).get("msgId") or message.number))

    def _signed(self, fields: dict[str, str]) -> dict[str, str]:
        now = datetime.now(CHINA).strftime("%Y-%m-%dT%H:%M:%S.000+08:00")
        nonce = f"{time.time_ns() // 1_000_000}{secrets.randbelow(9000) + 1000}"
        told = "&".join(f"{name}={fields[name]}" for name in sorted(fields))
        text = "\n".join(("POST", now, nonce, PATH, told))
        mark = hmac.new(self._secret.encode(), text.encode(), hashlib.sha256).digest()
        return {
            "X-Hmac-Auth-Timestamp": now,
            "X-Hmac-Auth-Version": "1.0",
            "X-Hmac-Auth-Nonce": nonce,
            "X-Hmac-Auth-Signature": base64.b64encode(mark).decode(),
            "apiKey": self._app_key,
        }


def _opened(content: object) -> dict[str, Any]:
    """Content is an object, or one written out as text."""
    if isinstance(content, str):
        try:
            content = json.loads(content)
        except ValueError:
            return {}
    return content if isinstance(content, dict) else {}


def _words(told: dict[str, Any]) -> str:
    named = (told.get(key) for key in ("errorCode", "bizErrorCode", "Code", "errorMsg", "Message"))
    why = "，".join(str(one) for one in named if one)
    return (
        f"政务钉钉没有接受这条消息（{shortened(why, 120) or '没有说明原因'}），请核对账号和设置。"
    )
