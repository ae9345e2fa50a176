"""发提醒: one message per person, written down before it leaves; run twice, it is sent once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from louyu.engines.messaging import Message, Receipt, Refusal
from louyu.journey.collection.reminders.line import Line
from louyu.journey.collection.reminders.models import Kind, Reminder
from louyu.journey.collection.reminders.waiting import Told, Waiting, to_tell

log = logging.getLogger("louyu.reminders")
OWN_RECORD = "the record of the message just sent"
NO_ADDRESS = "没有登记{}的地址，请系统管理员或街道在人员页上补充。"
SWITCH_OFF = "不想收到这类消息，可在右上角“消息提醒”中关闭。"
NAMED = 5  # buildings by name; the rest by number
ORDER = (Kind.RETURNED, Kind.LATE, Kind.NEAR)


@dataclass(frozen=True)
class Outcome:
    sent: int = 0
    refused: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.sent + other.sent, self.refused + other.refused)


def remind(*, day: date, line: Line) -> Outcome:
    """How many people were written to, and how many could not be."""
    whole = Outcome()
    for told in to_tell(day, line.via):
        whole += _tell(told, day, line)
    log.info("reminders of %s: %s sent, %s refused", day, whole.sent, whole.refused)
    return whole


def _tell(told: Told, day: date, line: Line) -> Outcome:
    number = uuid4()
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(_rows(told, day, number, line))
    except IntegrityError:
        return Outcome()  # another run is at it
    if told.address:
        answer = line.channel.send(told.address, message_of(told, number, line))
    else:
        answer = Refusal(NO_ADDRESS.format(line.via.label))
    rows = Reminder.objects.unscoped(OWN_RECORD).filter(message=number)
    if isinstance(answer, Receipt):
        rows.update(sent_at=timezone.now(), receipt=answer.number[:120])
        return Outcome(sent=1)
    rows.update(refused=answer.words[:200])
    return Outcome(refused=1)


def _rows(told: Told, day: date, number: UUID, line: Line) -> list[Reminder]:
    return [
        Reminder(
            duty=one.duty,
            user=told.user,
            kind=one.kind,
            day=day,
            version=one.duty.version,
            message=number,
            via=line.via,
        )
        for one in told.waiting
    ]


def message_of(told: Told, number: UUID, line: Line) -> Message:
    """Names of buildings and days; nothing of who is in them."""
    first, several = told.waiting[0].duty, len(told.waiting) > 1
    rounds = dict.fromkeys(one.duty.cycle.words for one in told.waiting)
    return Message(
        title=f"{'、'.join(rounds)}："
        + (f"{len(told.waiting)} 幢楼待办" if several else f"{first.building}"),
        text="\n".join([*_lines(told.waiting), SWITCH_OFF]),
        link=line.link("collection") if several else line.link("collection-duty", first.pk),
        number=str(number),
    )


def _lines(waiting: tuple[Waiting, ...]) -> Iterator[str]:
    for kind in ORDER:
        groups: dict[date, list[str]] = {}
        for one in waiting:
            if one.kind == kind:
                groups.setdefault(one.duty.cycle.due_on, []).append(str(one.duty.building))
        for due_on, names in sorted(groups.items()):
            yield f"{_opening(kind, due_on)}：{_named(names)}"


def _opening(kind: Kind, due_on: date) -> str:
    when = f"{due_on.month} 月 {due_on.day} 日"
    if kind == Kind.RETURNED:
        return "街道退回，请修改后再提交"
    return f"已过 {when}，仍可提交" if kind == Kind.LATE else f"请在 {when}前核对"


def _named(names: list[str]) -> str:
    told = "、".join(names[:NAMED])
    return told if len(names) <= NAMED else f"{told}等 {len(names)} 幢"
