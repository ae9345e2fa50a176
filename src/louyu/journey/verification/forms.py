"""核实表单: what is said of one building's month; who says it must have seen this version."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from louyu.journey.collection.answering import expected
from louyu.journey.collection.models import Duty, Verdict
from louyu.journey.collection.proposing import PROPOSABLE, Proposal
from louyu.journey.collection.steps import LONGEST_REASON, ask_again, exempt, reopen
from louyu.journey.verification.services import accept, return_one
from louyu.kernel.scope import Actor
from louyu.registers.occupancy.models import Occupancy

ACCEPT, RETURN, EXEMPT, ASK_AGAIN, REOPEN = "accept", "return", "exempt", "ask-again", "reopen"
# After these there is another one to look at.
LOOKS = (ACCEPT, RETURN)
DONE = {
    ACCEPT: "已核实",
    RETURN: "已退回",
    EXEMPT: "已登记免报",
    ASK_AGAIN: "已恢复应报",
    REOPEN: "已批准补报",
}
LONGEST_NUMBER = 18
NOT_A_DAY = "日期请写成 2026-09-30 的样子。"


def is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_NUMBER


class MoveForm(forms.Form):
    move = forms.ChoiceField(
        choices=list(DONE.items()),
        error_messages={"invalid_choice": "没有这个操作，请刷新页面后重试。"},
    )
    version = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        required=False,
        error_messages={"max_length": f"理由最多 {LONGEST_REASON} 字，请写短一些。"},
    )
    until = forms.DateField(required=False, error_messages={"invalid": NOT_A_DAY})
    stay = forms.ModelChoiceField(
        queryset=Occupancy.objects.none(),
        required=False,
        error_messages={"invalid_choice": "所选企业不在这幢楼的名单里，请刷新后重选。"},
    )
    proposed = forms.ChoiceField(
        choices=[("", ""), *((v.value, v.label) for v in PROPOSABLE)], required=False
    )
    proposed_day = forms.DateField(required=False, error_messages={"invalid": NOT_A_DAY})

    def __init__(self, *args: Any, duty: Duty, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duty = duty
        stays: Any = self.fields["stay"]
        stays.queryset = expected(duty)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if told.get("move") == REOPEN and not told.get("until") and "until" not in self.errors:
            self.add_error("until", "请填写补报截止日期。")
        if bool(told.get("stay")) != bool(told.get("proposed")):
            self.add_error("stay", "要提建议的，请同时选企业和建议改成什么。")
        day: date | None = told.get("proposed_day")
        if told.get("proposed") == Verdict.LEFT:
            if day is None and "proposed_day" not in self.errors:
                self.add_error("proposed_day", "建议“已搬走”的，请填写最后在驻日期。")
            elif day is not None and day > timezone.localdate():
                self.add_error("proposed_day", "最后在驻日期不能晚于今天。")
        return told

    def take(self, actor: Actor) -> str:
        """What was done, as a word. Raises TransitionRefused."""
        told, duty = self.cleaned_data, self.duty
        move, reason, version = told["move"], told["reason"], told["version"] or 0
        if move == ACCEPT:
            accept(looked_at={duty.pk: version}, actor=actor)
        elif move == RETURN:
            return_one(
                duty=duty, version=version, reason=reason, actor=actor, proposals=self._proposals()
            )
        elif move == EXEMPT:
            exempt(duty=duty, reason=reason, actor=actor)
        elif move == ASK_AGAIN:
            ask_again(duty=duty, actor=actor)
        else:
            reopen(duty=duty, until=told["until"], reason=reason, actor=actor)
        return DONE[move]

    def _proposals(self) -> list[Proposal]:
        told = self.cleaned_data
        if not told["stay"]:
            return []
        verdict = Verdict(told["proposed"])
        day = told["proposed_day"] if verdict == Verdict.LEFT else None
        return [Proposal(told["stay"], verdict, day)]
