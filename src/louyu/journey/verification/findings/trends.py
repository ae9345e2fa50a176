"""检查的来路: how every check went in its last runs, and which of them never or always fire."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from louyu.engines.checks import Check, checks
from louyu.journey.verification.findings.models import CheckRun
from louyu.kernel.scope import Actor

RUNS = 30
WIDTH, HEIGHT, EDGE = 120, 28, 2


@dataclass(frozen=True)
class Line:
    """One check: its last runs, oldest first; `waiting` is what this reader may open."""

    check: Check
    runs: list[CheckRun]
    waiting: int

    @property
    def last(self) -> CheckRun | None:
        return self.runs[-1] if self.runs else None

    @property
    def found(self) -> list[int]:
        return [run.found for run in self.runs if run.found is not None]

    @property
    def never_fires(self) -> bool:
        return len(self.found) >= RUNS and not any(self.found)

    @property
    def always_fires(self) -> bool:
        """Never less than at first: nobody mends what it finds."""
        return len(self.found) >= RUNS and self.found[0] > 0 and min(self.found) >= self.found[0]

    @property
    def points(self) -> str:
        """Of a line over the runs, for an SVG; nothing for a single run."""
        found = self.found
        if len(found) < 2:
            return ""
        most = max(*found, 1)
        step, depth = (WIDTH - 2 * EDGE) / (len(found) - 1), HEIGHT - 2 * EDGE
        return " ".join(
            f"{EDGE + step * number:.1f},{EDGE + depth * (1 - n / most):.1f}"
            for number, n in enumerate(found)
        )

    @property
    def words(self) -> str:
        found = self.found
        if len(found) < 2:
            return "还没有趋势"
        first, *_, last = found
        return f"近 {len(found)} 次：{first} → {last}，最多 {max(found)}，最少 {min(found)}"


def lines(actor: Actor, waiting: dict[str, int]) -> list[Line]:
    """Every check as this reader may know of it."""
    return _lines(checks(), CheckRun.objects.visible_to(actor), waiting)


def of_runs(declared: Iterable[Check], day: date) -> list[Line]:
    """As they went until this day, for a check of the checks."""
    rows = CheckRun.objects.unscoped("how the checks go is no row of a register")
    return _lines(declared, rows.filter(day__lte=day), {})


def _lines(
    declared: Iterable[Check], rows: QuerySet[CheckRun], waiting: dict[str, int]
) -> list[Line]:
    kept: dict[str, list[CheckRun]] = defaultdict(list)
    days = list(rows.order_by("-day").values_list("day", flat=True).distinct()[:RUNS])
    for run in rows.filter(day__in=days).order_by("day"):
        kept[run.code].append(run)
    return [Line(one, kept[one.code], waiting.get(one.code, 0)) for one in declared]
