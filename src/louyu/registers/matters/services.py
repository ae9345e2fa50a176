"""事项: opening one and every step after; each step is written for many threads at once."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone

from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.buildings.models import Building
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.matters.calendar import working_days_after
from louyu.registers.matters.kinds import apart, kind_of
from louyu.registers.matters.models import Act, JointHandling, Level, Matter, MatterStep
from louyu.registers.matters.queries import (
    asked_by,
    joint_turn_of,
    looked_after,
    of_own_bodies,
    turn_of,
)
from louyu.registers.matters.workflow import FLOW
from louyu.registers.organizations.models import Organization, OrganizationKind, Role, User

TITLE = 30
GONE = "这件事项已由他人办理或不归您办理，请刷新页面查看。"
# A body handles at its own level of the line; every other one at the district's.
LEVEL_OF = {
    OrganizationKind.SUBDISTRICT: Level.STREET,
    OrganizationKind.PARK: Level.STREET,
}


def open_matter(
    *,
    kind: str,
    text: str,
    title: str = "",
    building: Building | None = None,
    enterprise: Enterprise | None = None,
    level: str = "",
    key: str | None = None,
    actor: Actor,
) -> Matter:
    """The thread of this key: opened now, or the one that an earlier call opened.

    Without `level` it starts with whoever is next in line above the person who asks.
    """
    declared = kind_of(kind)
    place = building.place if building else enterprise.place if enterprise else None
    level = level or _entry(building, place is not None, actor)
    matter = Matter(
        kind=kind,
        title=title.strip() or _short(text),
        building=building,
        enterprise=enterprise,
        place=place,
        level=level,
        due=working_days_after(timezone.localdate(), declared.days),
        opened_by_id=actor.user_id,
        with_building=level == Level.BUILDING,
        for_enterprise=declared.asked_by_enterprise and enterprise is not None,
        idempotency_key=key,
    )
    return _opened_once(matter, text, actor)


def _opened_once(matter: Matter, text: str, actor: Actor) -> Matter:
    try:
        with transaction.atomic(), acting(actor, "matter_opened"):
            matter.save()
            _tell([matter], Act.OPENED, actor, text=text, to=matter.owner)
    except IntegrityError:
        key, rows = matter.idempotency_key, Matter.objects.unscoped("the caller's own key")
        earlier = rows.filter(idempotency_key=key).first() if key else None
        if earlier is None:
            raise
        return earlier
    return matter


def _short(text: str) -> str:
    first = text.strip().splitlines()[0] if text.strip() else ""
    return first if len(first) <= TITLE else f"{first[: TITLE - 1]}…"


def _entry(building: Building | None, placed: bool, actor: Actor) -> Level:
    if building and actor.holds(Role.ENTERPRISE) and looked_after(building):
        return Level.BUILDING
    return Level.STREET if placed and not actor.holds(Role.STREET) else Level.DISTRICT


def _tell(
    matters: Iterable[Matter], act: Act, actor: Actor, *, text: str = "", to: str = ""
) -> None:
    """One step per thread; `to` in words, as they read on that day."""
    MatterStep.objects.bulk_create(
        MatterStep(
            matter=matter,
            act=act,
            by_id=actor.user_id,
            by_words=actor.name,
            to_words=to or (matter.owner if act in PASSES else ""),
            text=text.strip(),
        )
        for matter in matters
    )


PASSES = (Act.HANDED_UP, Act.HANDED_BACK, Act.HANDED_ON)


def _turn(numbers: Iterable[int], actor: Actor) -> QuerySet[Matter]:
    """Those of the asked that wait for this actor; all of them, or it is refused."""
    asked = set(numbers)
    rows = Matter.objects.visible_to(actor).filter(turn_of(actor), pk__in=asked)
    return _all_of(rows, asked)


def _all_of(rows: QuerySet[Matter], asked: set[int]) -> QuerySet[Matter]:
    if not asked or rows.count() < len(asked):
        raise TransitionRefused(GONE)
    return rows


def _take(
    rows: QuerySet[Matter], act: Act, *, actor: Actor, text: str = "", to: str = "", **more: Any
) -> int:
    """The step and what it changes, together; the words say who has it afterwards."""
    with transaction.atomic(), acting(actor, f"matter_{act.value}", reason=text):
        locked = FLOW.take_all(rows, act.value, actor=actor, reason=text, **more)
        now = Matter.objects.unscoped("locked above").filter(pk__in=[row.pk for row in locked])
        after = list(now.select_related("building", "place", "owner_user", "owner_body"))
        _tell(after, act, actor, text=text, to=to)
    return len(locked)


def answer(*, matters: Iterable[int], text: str, actor: Actor) -> int:
    """The whole answer; each part asked of somebody else must be there first."""
    rows = _turn(matters, actor)
    if rows.filter(joint__answered_at=None, joint__isnull=False).exists():
        raise TransitionRefused("还有会办单位没有答复，请先催办，或在答复齐后再答复。")
    return _take(rows, Act.ANSWERED, actor=actor, text=text)


NAMELESS: dict[str, Any] = {"owner_user": None, "owner_body": None}


def hand_up(*, matters: Iterable[int], text: str, actor: Actor) -> int:
    """楼→街→区."""
    rows = _turn(matters, actor)
    if rows.filter(Q(level=Level.DISTRICT) | Q(level=Level.BUILDING, place=None)).exists():
        raise TransitionRefused("其中有事项已在区级，不能再上报。可以转给部门或请部门会办。")
    up = Case(When(level=Level.BUILDING, then=Value("street")), default=Value("district"))
    return _take(rows, Act.HANDED_UP, actor=actor, text=text, level=up, **NAMELESS)


def hand_back(*, matters: Iterable[int], text: str, actor: Actor) -> int:
    """区→街→楼, with the reason; to the street of the place, to those who look after it."""
    rows = _turn(matters, actor)
    if rows.filter(level=Level.STREET, kind__in=apart()).exists():
        raise TransitionRefused(
            "这一类事项由街道（园区）办理，不交给楼宇；要问的会在月度更新里问。"
        )
    below = Q(level=Level.DISTRICT, place__isnull=False)
    below |= Q(level=Level.STREET, building__isnull=False)
    if rows.exclude(below).exists():
        raise TransitionRefused("其中有事项没有下一级可以交回。")
    down = Case(When(level=Level.STREET, then=Value("building")), default=Value("street"))
    with_building = Case(When(level=Level.STREET, then=Value(True)), default=F("with_building"))
    return _take(
        rows,
        Act.HANDED_BACK,
        actor=actor,
        text=text,
        level=down,
        with_building=with_building,
        **NAMELESS,
    )


def hand_on(
    *,
    matters: Iterable[int],
    body: Organization | None = None,
    user: User | None = None,
    text: str = "",
    actor: Actor,
) -> int:
    """To a body at its level of the line, or to a person at the level where it is."""
    rows = _turn(matters, actor)
    more: dict[str, Any] = {"owner_user": user, "owner_body": body}
    if body:
        more["level"] = LEVEL_OF.get(OrganizationKind(body.kind), Level.DISTRICT)
        if more["level"] == Level.STREET and rows.exclude(place=body.place).exists():
            raise TransitionRefused("只能转给事项所在地的街道或园区；其他街道请会办。")
    return _take(rows, Act.HANDED_ON, actor=actor, text=text, **more)


def join(*, matters: Iterable[int], body: Organization, text: str = "", actor: Actor) -> int:
    """Ask one more body for its part; the owner stays the owner."""
    rows = _turn(matters, actor)
    numbers = list(rows.values_list("pk", flat=True))
    with transaction.atomic():
        taken = _take(rows, Act.JOINED, actor=actor, text=text, to=str(body))
        JointHandling.objects.bulk_create(
            [JointHandling(matter_id=pk, body=body) for pk in numbers], ignore_conflicts=True
        )
    return taken


def answer_jointly(*, matters: Iterable[int], text: str, actor: Actor) -> int:
    """The part of the actor's own body."""
    asked = set(matters)
    seen = Matter.objects.visible_to(actor).filter(joint_turn_of(actor), pk__in=asked)
    rows = _all_of(seen, asked)
    parts = JointHandling.objects.visible_to(actor).filter(
        of_own_bodies(actor, "body", "matter__place"), matter__in=asked, answered_at=None
    )
    with transaction.atomic():
        held = list(parts.order_by().values_list("pk", flat=True))
        taken = _take(rows, Act.JOINT_ANSWER, actor=actor, text=text)
        JointHandling.objects.unscoped("found above").filter(pk__in=held).update(
            answer=text.strip(), answered_by_id=actor.user_id, answered_at=timezone.now()
        )
    return taken


def note(*, matter: Matter, text: str, actor: Actor) -> None:
    """A word added by anybody who reads the thread; nothing else changes."""
    if not text.strip():
        raise TransitionRefused("请写下要补充的内容。")
    with transaction.atomic(), acting(actor, "matter_noted"):
        _tell([matter], Act.NOTED, actor, text=text)


def close(*, matter: Matter, satisfaction: int | None, text: str = "", actor: Actor) -> None:
    """By whoever asked, with 1 to 5 if they like; what an app opened, by the office."""
    _take(
        _asked(matter, actor),
        Act.CLOSED,
        actor=actor,
        text=text,
        to=f"满意度 {satisfaction}" if satisfaction else "",
        satisfaction=satisfaction,
        closed_at=timezone.now(),
    )


def reopen(*, matter: Matter, text: str, actor: Actor) -> None:
    """It is with its owner again, with new working days."""
    due = working_days_after(timezone.localdate(), kind_of(matter.kind).days)
    _take(
        _asked(matter, actor),
        Act.REOPENED,
        actor=actor,
        text=text,
        due=due,
        satisfaction=None,
        closed_at=None,
    )


def _asked(matter: Matter, actor: Actor) -> QuerySet[Matter]:
    asker = asked_by(actor) | (Q(opened_by=None) if actor.holds(Role.OFFICE) else Q(pk__in=[]))
    return _all_of(Matter.objects.visible_to(actor).filter(asker, pk=matter.pk), {matter.pk})
