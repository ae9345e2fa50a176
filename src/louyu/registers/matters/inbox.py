"""事项待办: what waits for my answer, and what was answered to me."""

from dataclasses import replace
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When

from louyu.kernel.inbox import Batch, BatchRefused, Item, Source, register
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.assignments.queries import has_business, standing_in
from louyu.registers.matters import services
from louyu.registers.matters.kinds import apart
from louyu.registers.matters.models import Matter, MatterState
from louyu.registers.matters.queries import SOURCE, asked_by, joint_turn_of, turn_of

RELATED = ("building", "enterprise", "opened_by", "place")


# Counted on every page: both rules are narrower than the scope, which would ask it all again.
NARROWER = "whose turn it is, is a party of the thread"


def _mine(actor: Actor) -> QuerySet[Matter]:
    """With the name of whom the actor stands in for, where it is not the actor's own."""
    handed = standing_in(actor).filter(
        Q(item=None, giver=OuterRef("owner_user")) | Q(source=SOURCE, item=OuterRef("pk"))
    )
    own = When(owner_user_id=actor.user_id, then=None)
    giver = Case(own, default=Subquery(handed.values("giver__name")[:1]))
    rows = Matter.objects.unscoped(NARROWER).exclude(kind__in=apart())
    return rows.filter(turn_of(actor)).annotate(giver=giver)


def _joint(actor: Actor) -> QuerySet[Matter]:
    rows = Matter.objects.unscoped(NARROWER)
    return rows.filter(joint_turn_of(actor)) if has_business(actor) else rows.none()


def _answered(actor: Actor) -> QuerySet[Matter]:
    if not has_business(actor):
        return Matter.objects.none()
    rows = Matter.objects.visible_to(actor)
    return rows.filter(asked_by(actor), state=MatterState.ANSWERED).exclude(kind__in=apart())


def _tell(matter: Matter) -> Item:
    subject = "，".join(str(one) for one in (matter.building, matter.enterprise) if one)
    who = matter.opened_by.name if matter.opened_by else "系统"
    return Item(
        title=f"{matter.get_kind_display()}：{matter.title}",
        link=matter.get_absolute_url(),
        subject=subject or str(matter.place or ""),
        who=f"{who}提出",
    )


def _tell_mine(matter: Any) -> Item:
    return replace(_tell(matter), note=f"代办：{matter.giver}" if matter.giver else "")


def _batch(name: str, label: str, verb: Any, asks: str) -> Batch:
    def run(actor: Actor, rows: QuerySet[Any], text: str) -> int:
        try:
            done: int = verb(matters=rows.values_list("pk", flat=True), text=text, actor=actor)
        except TransitionRefused as refusal:
            raise BatchRefused(str(refusal)) from None
        return done

    return Batch(name, label, run, asks)


ANSWER = _batch("answer", "同一答复", services.answer, "答复")
UP = _batch("hand-up", "上报", services.hand_up, "上报理由")
BACK = _batch("hand-back", "交回下级", services.hand_back, "交回理由")
JOINTLY = _batch("answer-jointly", "同一会办答复", services.answer_jointly, "会办答复")


register(
    Source(SOURCE, "待办事项", _mine, _tell_mine, "due", RELATED, (ANSWER, UP, BACK), by_name=True)
)
register(Source("joint", "请我会办", _joint, _tell, "due", RELATED, (JOINTLY,)))
register(Source("answered", "待我评价", _answered, _tell, "", RELATED))
