"""调用: one HTTP request to a message service, over TLS, with nothing secret in any error."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import NewConnectionError

TIMEOUT = (5, 10)  # seconds to connect, and to answer


class NoAnswer(Exception):
    """`unsent`: the request certainly did not arrive."""

    def __init__(self, *, unsent: bool) -> None:
        super().__init__()
        self.unsent = unsent


def checked(base: str) -> str:
    """The address of a service without its last slash; plain HTTP only on this machine."""
    parts = urlsplit(base)
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError("a service has an address such as https://host")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here(parts.hostname)):
        raise ValueError("a service beyond this machine is spoken to over https")
    return base.rstrip("/")


def is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def call(method: str, url: str, **what: Any) -> dict[str, Any]:
    """The JSON object that came back; an exception's own text would hold the address and its keys.

    Nothing is followed elsewhere: a signed request is meant for one host.
    """
    try:
        answer = requests.request(method, url, timeout=TIMEOUT, allow_redirects=False, **what)
        told = answer.json()
    except requests.RequestException as trouble:
        raise NoAnswer(unsent=_before_anything_left(trouble)) from None
    if not isinstance(told, dict):
        raise NoAnswer(unsent=False)
    return told


def _before_anything_left(trouble: requests.RequestException) -> bool:
    reason = getattr(trouble.args[0], "reason", None) if trouble.args else None
    known = (requests.exceptions.ConnectTimeout, requests.exceptions.SSLError)
    return isinstance(trouble, known) or isinstance(reason, NewConnectionError)


def no_answer(service: str, trouble: NoAnswer) -> str:
    if trouble.unsent:
        return f"连不上{service}，消息没有发出，请系统管理员检查网络和地址。"
    return f"{service}没有正常应答，不知道是否送到，没有重发。"
