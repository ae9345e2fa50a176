"""出网请求: one GET to a host that may be reached, at an address that was looked at."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from louyu.journey.matching.sources.transports.contract import FeedFailed
from louyu.journey.matching.sources.transports.network import (
    CONNECT_SECONDS,
    address_of,
    is_loopback,
)

READ_SECONDS, ANSWER_SECONDS = 30, 120
MOST_BYTES = 20 * 1024 * 1024
PIECE = 64 * 1024


def fault_of(url: str) -> str:
    """A sentence for an address that is not taken; "" for one that is."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        return "接口地址写得不对，请核对。"
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        return "接口地址要以 https:// 开头。"
    if parts.username or parts.password:
        return "接口地址里不要写账号和口令，口令填它的名称。"
    try:
        loopback = is_loopback(parts.hostname, port)
    except FeedFailed as fault:
        return str(fault)
    return "" if parts.scheme == "https" or loopback else "接口地址要以 https:// 开头。"


class _Plain(HTTPConnection):
    def _new_conn(self) -> Any:
        self._dns_host = address_of(self.host, self.port or 80)
        return super()._new_conn()


class _Sealed(HTTPSConnection):
    """The name is what the certificate is checked against; the address is where it goes."""

    def _new_conn(self) -> Any:
        self._dns_host = address_of(self.host, self.port or 443)
        return super()._new_conn()


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SealedPool(HTTPSConnectionPool):
    ConnectionCls = _Sealed


class _Looked(HTTPAdapter):
    """Each connection looks at the address it is about to use, and uses that one."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SealedPool}


def get(url: str, params: Mapping[str, str], headers: Mapping[str, str]) -> bytes:
    """The body of the answer. Raises FeedFailed; no redirect is followed, no proxy asked."""
    if fault := fault_of(url):
        raise FeedFailed(fault)
    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://", _Looked())
        session.mount("http://", _Looked())
        try:
            with session.get(
                url,
                params=dict(params),
                headers={"Accept": "application/json", **headers},
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as answer:
                _refuse_status(answer.status_code)
                return _body(answer)
        except requests.RequestException as trouble:
            raise FeedFailed(_words(trouble)) from trouble


def _words(trouble: requests.RequestException) -> str:
    if isinstance(trouble, requests.exceptions.SSLError):
        return "对方的证书不可信，没有取数；请对方更换证书，或由系统管理员信任其根证书。"
    if isinstance(trouble, requests.exceptions.Timeout):
        return "接口没有按时应答，稍后再试。"
    return "连不上接口，或应答中断，稍后再试。"


def _refuse_status(status: int) -> None:
    if 300 <= status < 400:
        raise FeedFailed("接口要求转到别的地址，没有跟去；请向对方问到最终的地址。")
    if status in {401, 403}:
        raise FeedFailed(f"接口不接受口令（{status}），请核对授权是否到期。")
    if status != 200:
        raise FeedFailed(f"接口出错（{status}），请对方查看，稍后再试。")


def _body(answer: requests.Response) -> bytes:
    begun, pieces, size = time.monotonic(), [], 0
    for piece in answer.iter_content(PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            raise FeedFailed("一次应答超过 20 MB，请减少每页行数。")
        if time.monotonic() - begun > ANSWER_SECONDS:
            raise FeedFailed("接口应答太慢，没有取完，请减少每页行数。")
        pieces.append(piece)
    return b"".join(pieces)
