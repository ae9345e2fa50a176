"""统计页选择: which month and whose figures a request asks for, within what its actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404

from louyu.engines.measures import Period, PeriodError, month_of
from louyu.journey.statistics.models import PeriodState
from louyu.journey.statistics.queries import computed_states
from louyu.journey.statistics.subjects import (
    Subject,
    building_subject,
    building_subjects,
    place_subjects,
)
from louyu.kernel.requests import Request


@dataclass(frozen=True)
class Selection:
    """`state` is None when the month asked for is not computed."""

    period: Period | None
    state: PeriodState | None
    states: list[PeriodState]
    subject: Subject
    choices: list[Subject]

    @property
    def query(self) -> str:
        period = {"period": str(self.period)} if self.period else {}
        return urlencode(period | {"place": self.subject.code})


def select(request: Request) -> Selection | None:
    """None for those who have no figures; 404 for what is unknown or another's."""
    places = place_subjects(request.actor)
    choices = places or building_subjects(request.actor)
    if not choices:
        return None
    code = request.GET.get("place")
    subject = _subject(request, choices, code) if code else choices[0]
    if subject not in choices:
        choices = [*choices, subject]
    states = computed_states()
    period = _period(request.GET.get("period"), states)
    state = next((state for state in states if state.month == period), None)
    return Selection(period, state, states, subject, choices)


def _subject(request: Request, choices: list[Subject], code: str) -> Subject:
    known = {subject.code: subject for subject in choices}
    found = known.get(code) or building_subject(request.actor, code)
    if found is None:
        raise Http404
    return found


def _period(text: str | None, states: list[PeriodState]) -> Period | None:
    if not text:
        return states[0].month if states else None
    try:
        return month_of(text)
    except PeriodError:
        raise Http404 from None
