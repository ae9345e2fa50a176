"""企业微信: a text card to one member, from an application of the office's own.

After its published reference: GET cgi-bin/gettoken, POST cgi-bin/message/send (textcard), the
error codes of both. Tried against a server of our own that speaks it; never yet against a tenant.
"""

from __future__ import annotations

import time
from typing import Any

from louyu.engines.messaging.calling import NoAnswer, call, checked, no_answer
from louyu.engines.messaging.message import Message, Receipt, Refusal, shortened

SERVICE = "企业微信"
EARLY = 60  # seconds by which a token is given up before it ends
STALE = (40014, 42001)  # the token is not, or no longer, good: the message was not looked at
TITLE, TEXT = 128, 512  # bytes
SAME_WITHIN = 4 * 3600  # seconds: the longest the service looks back for the same message
WORDS = {
    40001: "企业微信不认应用的密钥，请系统管理员核对。",
    40013: "企业微信不认企业编号，请系统管理员核对。",
    45009: "企业微信限制了这一天的发送次数，消息没有发出。",
    60020: "本服务器的地址不在企业微信应用的可信 IP 里，请系统管理员在企业微信后台添加。",
    81013: "企业微信里没有这个成员，或他不在应用的可见范围，请核对账号。",
}


class WeCom:
    """`agent_id` is the application; an address is a member's userid."""

    def __init__(self, *, base: str, corp_id: str, secret: str, agent_id: int) -> None:
        self._base, self._corp_id, self._secret = checked(base), corp_id, secret
        self._agent_id = agent_id
        self._token, self._good_until = "", 0.0

    def send(self, address: str, message: Message) -> Receipt | Refusal:
        try:
            told = self._sent(address, message)
            if told.get("errcode") in STALE:
                self._good_until = 0.0
                told = self._sent(address, message)
        except NoAnswer as trouble:
            return Refusal(no_answer(SERVICE, trouble))
        if told.get("errcode") != 0:
            return Refusal(_words(told))
        # Of one member alone: whoever is named here is that one.
        if told.get("invaliduser") or told.get("unlicenseduser"):
            return Refusal(WORDS[81013])
        return Receipt(str(told.get("msgid", "")))

    def _sent(self, address: str, message: Message) -> dict[str, Any]:
        trouble = self._renewed()
        if trouble:
            return trouble
        card = {
            "title": shortened(message.title, TITLE),
            "description": shortened(message.text, TEXT),
            "url": message.link,
        }
        body = {
            "touser": address,
            "msgtype": "textcard",
            "agentid": self._agent_id,
            "textcard": card,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": SAME_WITHIN,
        }
        url = f"{self._base}/cgi-bin/message/send"
        return call("POST", url, params={"access_token": self._token}, json=body)

    def _renewed(self) -> dict[str, Any] | None:
        """What was answered instead of a token; nothing while there is one."""
        if time.monotonic() < self._good_until:
            return None
        keys = {"corpid": self._corp_id, "corpsecret": self._secret}
        try:
            told = call("GET", f"{self._base}/cgi-bin/gettoken", params=keys)
        except NoAnswer:
            raise NoAnswer(unsent=True) from None  # a token is no message
        if told.get("errcode") != 0 or not told.get("access_token"):
            return told | {"errcode": told.get("errcode") or -1}
        self._token = str(told["access_token"])
        self._good_until = time.monotonic() + int(told.get("expires_in", 0)) - EARLY
        return None


def _words(told: dict[str, Any]) -> str:
    code = told.get("errcode")
    known = WORDS.get(code) if isinstance(code, int) else None
    return known or f"企业微信没有接受这条消息（代码 {code}），请系统管理员查询。"
