"""情况说明: a finding that is right as it stands is closed by who can say why."""

from django.db import transaction
from django.utils import timezone

from louyu.engines.checks import Severity
from louyu.journey.verification.findings.models import Closing, Finding
from louyu.journey.verification.findings.scope import settles
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import Role

LONGEST = 500  # characters, as the field of the page counts them: an end of a line is one


class AnswerRefused(Exception):
    """The message is a Chinese sentence that says what to do."""


def may_answer(finding: Finding, actor: Actor) -> bool:
    """Whoever looks after the building; the office alone what is standing."""
    if not finding.is_open or finding.severity == Severity.BLOCKING:
        return False
    if actor.holds(Role.OFFICE):
        return True
    rows = Finding.objects.visible_to(actor).filter(settles(actor), standing=False)
    return rows.filter(pk=finding.pk).exists()


def answer(*, finding: Finding, text: str, actor: Actor) -> None:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise AnswerRefused("请写明情况，例如为什么这样是对的。")
    if len(text) > LONGEST or "\0" in text:
        raise AnswerRefused(f"情况说明最多 {LONGEST} 字，不能含特殊控制符，请改短后再登记。")
    with transaction.atomic():
        rows = Finding.objects.visible_to(actor).order_by()
        locked = rows.select_for_update(of=("self",)).get(pk=finding.pk)
        if locked.severity == Severity.BLOCKING:
            raise AnswerRefused("这一条不能用说明结束，请更正数据。")
        if not may_answer(locked, actor):
            raise AnswerRefused("这一条已经结束，请刷新页面查看。")
        locked.closed_on, locked.closing = timezone.localdate(), Closing.ANSWERED
        locked.answer, locked.answered_at = text, timezone.now()
        locked.answered_by_id, locked.answered_by_words = actor.user_id, actor.name
        locked.save()
