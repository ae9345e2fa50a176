"""短信: one interface for whoever sends text messages, and the gateway of 阿里云短信服务 behind it.

The gateway is spoken to as its public reference describes SendSms (version 2017-05-25) and the
request signature ACS3-HMAC-SHA256; another provider is another class with `send_code`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import quote, urlencode, urlsplit

import requests
from django.conf import settings

log = logging.getLogger("louyu.sms")
TIMEOUT = 5
_senders = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sms")


class NotSent(Exception):
    """The gateway did not take the message; its own code is in the text."""


class Gateway(Protocol):
    def send_code(self, phone: str, code: str) -> None:
        """Hand one message over; raises NotSent."""


@dataclass(frozen=True)
class Aliyun:
    """`sign_name` and `template` are approved texts; the template has the variable `code`."""

    url: str
    key_id: str
    secret: str
    sign_name: str
    template: str

    def send_code(self, phone: str, code: str) -> None:
        query = urlencode(
            sorted(
                {
                    "PhoneNumbers": phone,
                    "SignName": self.sign_name,
                    "TemplateCode": self.template,
                    "TemplateParam": json.dumps({"code": code}),
                }.items()
            ),
            quote_via=quote,
        )
        try:
            answer = requests.post(
                f"{self.url}/?{query}", headers=self._signed(query), timeout=TIMEOUT
            )
            told = answer.json()
        except (requests.RequestException, ValueError) as trouble:
            raise NotSent(f"短信服务没有应答：{type(trouble).__name__}") from trouble
        if told.get("Code") != "OK":
            raise NotSent(f"短信服务拒绝：{told.get('Code')} {told.get('Message')}")

    def _signed(self, query: str) -> dict[str, str]:
        nothing = hashlib.sha256(b"").hexdigest()
        headers = {
            "host": urlsplit(self.url).netloc,
            "x-acs-action": "SendSms",
            "x-acs-content-sha256": nothing,
            "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": secrets.token_hex(16),
            "x-acs-version": "2017-05-25",
        }
        names = ";".join(sorted(headers))
        lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        request = f"POST\n/\n{query}\n{lines}\n{names}\n{nothing}"
        text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(request.encode()).hexdigest()}"
        signature = hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        headers["Authorization"] = (
            f"ACS3-HMAC-SHA256 Credential={self.key_id},SignedHeaders={names},Signature={signature}"
        )
        return headers


def gateway() -> Gateway | None:
    """The gateway this instance was told of, or None: then nobody signs in by phone."""
    return Aliyun(**settings.SMS) if settings.SMS else None


def send_later(send: Callable[[], None]) -> None:
    """Beside the answer to the page: a known number takes no longer than an unknown one."""
    _senders.submit(_sent, send)


def _sent(send: Callable[[], None]) -> None:
    try:
        send()
    except NotSent as trouble:
        log.error("%s", trouble)  # never the number or the code
