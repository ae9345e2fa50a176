"""差异的办理: by a visit and what it found, by a correction, or because it is right as it is.

What is found is written into the roster in the same step: the figures follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from louyu.journey.matching.kinds import DiscrepancyKind
from louyu.journey.matching.models import Closing, Discrepancy, Pairing, Registration
from louyu.journey.matching.registrations import FULL, in_force
from louyu.journey.matching.scope import DECIDERS
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.assignments.models import Purpose, Visit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.matters.by_the_hundred import conclude
from louyu.registers.occupancy.models import EndReason, Occupancy, OccupancyKind
from louyu.registers.occupancy.services import ReportRefused, end_stay, note_stay

LONGEST = 500
GONE = "这一条已经办结，或不归您办理，请刷新页面查看。"


class SettlingRefused(Exception):
    """Nothing was written; the message is a Chinese sentence that says what to do."""


@dataclass(frozen=True)
class Outcome:
    """What a visit may find; `act` writes it, and says so in words for the thread."""

    key: str
    label: str
    act: Callable[[Discrepancy, date, Actor], str]


def settle_by_visit(
    *, discrepancy: Discrepancy, outcome: str, day: date, findings: str, actor: Actor
) -> None:
    """The visit is recorded, what it found is written, the matter ends."""
    if day > timezone.localdate():
        raise SettlingRefused("走访日期不能晚于今天。")
    text = _text(findings, "请写明现场看到的情况。")
    chosen = {one.key: one for one in outcomes_of(discrepancy.kind)}.get(outcome)
    if chosen is None:
        raise SettlingRefused("请选择走访的结果。")
    with transaction.atomic(), acting(actor, "discrepancy_settled"):
        row = _held([discrepancy.pk], actor)[0]
        Visit.objects.create(
            visitor_id=actor.user_id or 0,
            building=row.building,
            enterprise=row.enterprise,
            day=day,
            purpose=Purpose.VERIFICATION,
            findings=f"{row.get_kind_display()}（{row.name}）：{text}",
        )
        try:
            done = chosen.act(row, day, actor)
        except ReportRefused as refusal:
            raise SettlingRefused(str(refusal)) from refusal
        words = f"{day:%Y-%m-%d} 走访：{chosen.label}。{text}{done}"
        _close([row], Closing.VISITED, words, actor)


def settle_as_right(*, discrepancies: Iterable[int], reason: str, actor: Actor) -> int:
    """Right as it is, for one or many with the same reason; all of them or none."""
    text = _text(reason, "请写明为什么这样是对的。")
    with transaction.atomic(), acting(actor, "discrepancy_settled"):
        rows = _held(discrepancies, actor)
        _close(rows, Closing.RIGHT, text, actor)
    return len(rows)


def correct(*, discrepancy: Discrepancy, actor: Actor) -> None:
    """The roster takes the name and the code the registry has."""
    if discrepancy.kind != DiscrepancyKind.MISMATCH:
        raise SettlingRefused("这一种差异请在企业或楼层图页面更正，下次比对自动办结。")
    with transaction.atomic(), acting(actor, "discrepancy_settled"):
        row = _held([discrepancy.pk], actor)[0]
        own = _registration(row)
        rows = Enterprise.objects.visible_to(actor).order_by()
        firm = rows.select_for_update(of=("self",)).get(pk=row.enterprise_id or 0)
        words = f"名册由“{firm.name}，{firm.uscc or '没有代码'}”改为“{own.name}，{own.code}”"
        firm.name = own.name
        firm.uscc = own.code if len(own.code) == FULL else firm.uscc
        try:
            with transaction.atomic():
                firm.save()
        except IntegrityError:
            raise SettlingRefused(
                "名册上另有企业用着登记的这个代码，请先核对是不是重复计列。"
            ) from None
        _close([row], Closing.CORRECTED, words, actor)


def outcomes_of(kind: str) -> tuple[Outcome, ...]:
    return ABSENT if kind == DiscrepancyKind.ABSENT else PRESENT


def _text(written: str, missing: str) -> str:
    text = written.replace("\r\n", "\n").strip()
    if not text:
        raise SettlingRefused(missing)
    if len(text) > LONGEST or "\0" in text:
        raise SettlingRefused(f"最多 {LONGEST} 字，不能含特殊控制符，请改短后再提交。")
    return text


def _held(numbers: Iterable[int], actor: Actor) -> list[Discrepancy]:
    """Locked, all of them open and within the actor's reach, or it is refused."""
    asked = set(numbers)
    if not actor.holds(*DECIDERS):
        raise SettlingRefused("您的岗位不能办理差异。")
    rows = Discrepancy.objects.visible_to(actor).filter(pk__in=asked, closed_on=None)
    held = list(rows.order_by("pk").select_for_update(of=("self",)).select_related("building"))
    if not held or len(held) < len(asked):
        raise SettlingRefused(GONE)
    return held


def _close(rows: list[Discrepancy], closing: Closing, words: str, actor: Actor) -> None:
    Discrepancy.objects.unscoped("held above").filter(pk__in=[row.pk for row in rows]).update(
        closed_on=timezone.localdate(),
        closing=closing,
        reason=words[:LONGEST],
        by_words=actor.name,
    )
    conclude([row.matter_id for row in rows], f"{closing.label}：{words}", actor)


def _registration(row: Discrepancy) -> Registration:
    registry = in_force(Registration.objects.unscoped("whom an open discrepancy is about"))
    found = registry.filter(subject=row.registered).first()
    if found is None:
        raise SettlingRefused("登记名单里已没有这个主体，请等下一次比对。")
    return found


def _still_there(row: Discrepancy, day: date, actor: Actor) -> str:
    return ""


def _has_left(row: Discrepancy, day: date, actor: Actor) -> str:
    """The day of the visit is the last one the roster tells of it: nobody saw it leave."""
    stays = Occupancy.objects.visible_to(actor).filter(
        enterprise=row.enterprise_id, building=row.building, during__contains=day
    )
    for stay in stays.exclude(kind=OccupancyKind.ADDRESS_ONLY).order_by("pk"):
        end_stay(
            stay=stay,
            day=day,
            reason=EndReason.UNKNOWN,
            leaves_vacant=False,
            actor=actor,
            why="比对差异走访核实",
        )
    return "已登记迁出，房间转为未采集。"


def _is_here(row: Discrepancy, day: date, actor: Actor) -> str:
    _note(row, day, OccupancyKind.LEASED, actor)
    return "已登记入驻，房号待补。"


def _only_registered(row: Discrepancy, day: date, actor: Actor) -> str:
    _note(row, day, OccupancyKind.ADDRESS_ONLY, actor)
    return "已记为虚拟注册。"


def _note(row: Discrepancy, day: date, kind: OccupancyKind, actor: Actor) -> None:
    """The registered firm joins the roster, and is known to be this registration."""
    own = _registration(row)
    firm = _firm(own, row)
    note_stay(
        enterprise=firm,
        building=row.building,
        kind=kind,
        day=day,
        actor=actor,
        why="比对差异走访核实",
    )
    Pairing.objects.unscoped("one pairing a firm").update_or_create(
        enterprise=firm,
        defaults={
            "registration": own,
            "state": Pairing.State.TAKEN,
            "ground": Pairing.Ground.CODE if firm.uscc == own.code else Pairing.Ground.LIKENESS,
            "score": 1,
            "evidence": "由登记名单建档",
        },
    )


def _firm(own: Registration, row: Discrepancy) -> Enterprise:
    """By the code, else entered as the registry has it."""
    code = own.code if len(own.code) == FULL else None
    rows = Enterprise.objects.unscoped("whom the registration names")
    known = rows.filter(uscc=code).first() if code else None
    if known is not None:
        return known
    return Enterprise.objects.create(
        uscc=code,
        old_number="" if code else own.code,
        name=own.name,
        registered_address=own.address,
        registration_authority=own.authority,
        founded_on=own.founded_on,
        place=row.building.place,
    )


ABSENT = (
    Outcome("here", "在这里办公", _is_here),
    Outcome("address", "只在这里登记，不在这里办公", _only_registered),
)
PRESENT = (
    Outcome("here", "还在这里办公，情况属实", _still_there),
    Outcome("left", "已经搬走", _has_left),
)
