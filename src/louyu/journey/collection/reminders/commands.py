"""提醒: the batch verb by which an administrator sees whether messages get through."""

import argparse
from uuid import uuid4

from django.conf import settings

from louyu.engines.messaging import Message, Refusal
from louyu.journey.collection.reminders.line import NotSetUp, line
from louyu.kernel.commands import CommandRefused, command


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", help="邮箱、企业微信账号或政务钉钉账号，按所用渠道")


@command("try-message", help="向一个地址发一条试发消息，核对消息渠道", configure=_configure)
def try_message(options: argparse.Namespace) -> int:
    try:
        told = line()
    except NotSetUp as refusal:
        raise CommandRefused(str(refusal)) from None
    if told is None:
        raise CommandRefused("还没有设置消息渠道，请按《运行维护》在 instance.json 中写明。")
    message = Message(
        title=f"{settings.SYSTEM_NAME}：试发",
        text="这是一条试发的消息，收到即表示消息渠道可用，不需要办理。",
        link=told.link("home"),
        number=str(uuid4()),
    )
    answer = told.channel.send(options.address, message)
    if isinstance(answer, Refusal):
        raise CommandRefused(answer.words)
    print(f"{told.via.label}已接收，回执 {answer.number}")
    return 0
