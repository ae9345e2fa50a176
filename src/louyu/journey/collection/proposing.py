"""建议: what the street saw of a tenant, for the liaison to confirm or to answer otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from louyu.journey.collection.models import Duty, Question, Verdict
from louyu.registers.occupancy.models import Occupancy

CODE = "proposal"
PROPOSABLE = (Verdict.STAYS, Verdict.LEFT)


@dataclass(frozen=True)
class Proposal:
    """`day`: of a departure the last day in the building."""

    stay: Occupancy
    verdict: Verdict
    day: date | None = None

    @property
    def words(self) -> str:
        when = f"（{self.day:%Y-%m-%d}）" if self.day else ""
        return f"街道核对认为：{self.verdict.label}{when}，请确认或按实际情况选择"


def propose(*, duty: Duty, proposals: Sequence[Proposal]) -> None:
    """Of one tenant the latest proposal alone; nothing is written until the liaison confirms."""
    Question.objects.bulk_create(
        [
            Question(
                duty=duty,
                code=CODE,
                words=one.words,
                occupancy=one.stay,
                proposed=one.verdict,
                proposed_day=one.day,
                asked_at=timezone.now(),
            )
            for one in proposals
        ],
        update_conflicts=True,
        unique_fields=["duty", "code", "occupancy", "unit"],
        update_fields=["words", "proposed", "proposed_day", "asked_at"],
    )
