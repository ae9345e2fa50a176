"""企业微信、政务钉钉: tokens, signatures and refusals, against servers that speak as documented."""

from __future__ import annotations

import json
import logging

import pytest

from louyu.engines.messaging import DingTalk, Message, Receipt, Refusal, WeCom
from louyu.engines.messaging.tests.stubs import (
    APPLICATION,
    CORPORATION,
    SECRET,
    TENANT,
    DingTalkServer,
    WeComServer,
)
from tests.serving import served

MESSAGE = Message(
    "11 月数据更新", "甲楼、乙楼 还有 3 个工作日截止", "https://louyu.example/", "n-1"
)
NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens


def wecom(base: str, secret: str = SECRET) -> WeCom:
    return WeCom(base=base, corp_id=CORPORATION, secret=secret, agent_id=1000002)


def dingtalk(base: str, secret: str = SECRET) -> DingTalk:
    return DingTalk(base=base, app_key=APPLICATION, secret=secret, tenant_id=TENANT)


def test_a_member_gets_a_card_with_the_link() -> None:
    server = WeComServer.anew()
    with served(server) as base:
        answer = wecom(base).send("zhangsan", MESSAGE)
    assert answer == Receipt("msg-1")
    (card,) = server.taken
    assert card["textcard"] == {
        "title": "11 月数据更新",
        "description": "甲楼、乙楼 还有 3 个工作日截止",
        "url": "https://louyu.example/",
    }
    assert (card["touser"], card["agentid"], card["enable_duplicate_check"]) == (
        "zhangsan",
        1000002,
        1,
    )


def test_one_token_serves_until_it_ends() -> None:
    server = WeComServer.anew()
    with served(server) as base:
        channel = wecom(base)
        for _ in range(3):
            channel.send("zhangsan", MESSAGE)
        assert (server.tokens, len(server.taken)) == (1, 3)
        server.expires_in = 0
        channel = wecom(base)
        for _ in range(2):
            channel.send("zhangsan", MESSAGE)
    assert server.tokens == 3


def test_a_token_given_up_over_there_is_renewed_once() -> None:
    server = WeComServer.anew()
    with served(server) as base:
        channel = wecom(base)
        channel.send("zhangsan", MESSAGE)
        server.tokens += 1  # somebody else fetched one: ours ended
        assert channel.send("zhangsan", MESSAGE) == Receipt("msg-2")
        server.refuses = {"errcode": 42001, "errmsg": "access_token expired"}
        fetched = server.tokens
        assert isinstance(channel.send("zhangsan", MESSAGE), Refusal)
        assert server.tokens == fetched + 1


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"errcode": 0, "invaliduser": "zhangsan"}, "企业微信里没有这个成员"),
        ({"errcode": 0, "unlicenseduser": "zhangsan"}, "企业微信里没有这个成员"),
        ({"errcode": 60020, "errmsg": "not allow to access from your ip"}, "可信 IP"),
        ({"errcode": 99999, "errmsg": "?"}, "代码 99999"),
    ],
)
def test_what_was_not_delivered_is_told_with_what_to_do(
    told: dict[str, object], words: str
) -> None:
    server = WeComServer.anew()
    server.refuses = told
    with served(server) as base:
        answer = wecom(base).send("zhangsan", MESSAGE)
    assert isinstance(answer, Refusal)
    assert words in answer.words


def test_nobody_of_that_name_and_a_wrong_secret_are_told() -> None:
    server = WeComServer.anew()
    with served(server) as base:
        nobody = wecom(base).send("lisi", MESSAGE)
        wrong = wecom(base, "another").send("zhangsan", MESSAGE)
    assert isinstance(nobody, Refusal)
    assert "没有这个成员" in nobody.words
    assert isinstance(wrong, Refusal)
    assert "密钥" in wrong.words
    assert server.taken == []


def test_long_names_are_cut_between_characters() -> None:
    server = WeComServer.anew()
    with served(server) as base:
        wecom(base).send("zhangsan", Message("标" * 60, "楼" * 300, "https://louyu.example/", "n"))
    card = server.taken[0]["textcard"]
    assert len(card["title"].encode()) <= 128
    assert len(card["description"].encode()) <= 512
    assert card["title"].endswith("标…")


@pytest.mark.parametrize("nested", [False, True])
def test_a_work_notice_is_signed_and_carries_its_number(nested: bool) -> None:
    server = DingTalkServer.anew()
    server.nested = nested
    with served(server) as base:
        answer = dingtalk(base).send("4001", MESSAGE)
    assert answer == Receipt("m-1")
    (notice,) = server.taken
    assert notice["bizMsgId"] == "n-1"
    content = json.loads(notice["msg"])["text"]["content"]
    assert content == f"{MESSAGE.title}\n{MESSAGE.text}\n{MESSAGE.link}"


def test_the_same_number_is_not_delivered_twice() -> None:
    server = DingTalkServer.anew()
    with served(server) as base:
        channel = dingtalk(base)
        channel.send("4001", MESSAGE)
        again = channel.send("4001", MESSAGE)
    assert isinstance(again, Refusal)
    assert "重复" in again.words
    assert len(server.taken) == 1


def test_a_wrong_signature_and_a_stranger_are_told() -> None:
    server = DingTalkServer.anew()
    with served(server) as base:
        wrong = dingtalk(base, "another").send("4001", MESSAGE)
        nobody = dingtalk(base).send("4002", MESSAGE)
    assert isinstance(wrong, Refusal)
    assert "InvalidSignature" in wrong.words
    assert isinstance(nobody, Refusal)
    assert "无接收人" in nobody.words


@pytest.mark.parametrize("channel", [wecom, dingtalk])
def test_silence_is_a_refusal_and_tells_no_secret(
    channel: type, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = channel(NOWHERE).send("zhangsan", MESSAGE)
    assert isinstance(answer, Refusal)
    assert SECRET not in answer.words + caplog.text
    assert NOWHERE not in answer.words
    assert "连不上" in answer.words


@pytest.mark.parametrize(
    "base",
    [
        "http://qyapi.weixin.qq.com",
        "ftp://127.0.0.1",
        "https://",
        "qyapi.weixin.qq.com",
        "http://127.0.0.1.example.com",
        "https://user@qyapi.weixin.qq.com",
    ],
)
def test_a_service_beyond_this_machine_is_spoken_to_over_https(base: str) -> None:
    with pytest.raises(ValueError, match="https"):
        wecom(base)
