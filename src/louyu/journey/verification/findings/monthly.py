"""月度页上的疑点: open findings are asked on the page on which the month is handed in."""

from collections.abc import Mapping
from contextlib import suppress

from django.db.models import QuerySet
from django.urls import reverse

from louyu.engines.checks import Severity, named
from louyu.journey.collection.explaining import MOST_SHOWN, Doubtful, Source, Waiting, declare
from louyu.journey.collection.models import Duty
from louyu.journey.verification.findings.answering import AnswerRefused, answer
from louyu.journey.verification.findings.listing import GRAVITY
from louyu.journey.verification.findings.models import Finding
from louyu.kernel.scope import Actor

# Hints are no work of the month (as in the inbox).
ASKED = (Severity.BLOCKING.value, Severity.WARNING.value)


def _open(duty: Duty, actor: Actor) -> QuerySet[Finding]:
    rows = Finding.objects.visible_to(actor).filter(building=duty.building_id, closed_on=None)
    return rows.filter(standing=False, severity__in=ASKED)


def _read(duty: Duty, actor: Actor) -> Waiting:
    rows = list(_open(duty, actor).order_by(GRAVITY, "pk"))
    link = f"{reverse('doubts')}?building={duty.building_id}"
    return Waiting([_told(one) for one in rows[:MOST_SHOWN]], len(rows), link)


def _told(one: Finding) -> Doubtful:
    check = named(one.code)
    return Doubtful(
        pk=one.pk,
        label=one.label,
        words=one.words,
        how_to_mend=check.how_to_mend if check else "",
        link=one.link,
        may_be_explained=one.severity != Severity.BLOCKING,
    )


def _answer(duty: Duty, told: Mapping[int, str], actor: Actor) -> None:
    for finding in _open(duty, actor).filter(pk__in=told.keys()):
        # Mended or answered for by somebody else in the meantime: nothing is left to explain.
        with suppress(AnswerRefused):
            answer(finding=finding, text=told[finding.pk], actor=actor)


declare(Source(_read, _answer))
