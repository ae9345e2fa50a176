"""测量: two pieces of work in turn, five times or as said; only their ratio is a promise."""

import json
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

TIMES = 5
EVIDENCE = Path(__file__).resolve().parents[1] / "docs" / "evidence" / "bench.json"


@dataclass(frozen=True)
class Pair:
    """`omits`: what the baseline leaves out, so that nobody reads the ratio as waste."""

    promise: str
    work: str
    baseline: str
    omits: str
    reach: float
    ours: Callable[[], Any]
    theirs: Callable[[], Any]
    clock: Callable[[], float] | None = time.perf_counter  # None: the work returns its figure
    between: Callable[[], object] = lambda: None
    turns: int = TIMES
    unit: str = "seconds"
    # What else a run finds, kept beside its ratio.
    figures: Callable[[], dict[str, Any]] = dict


def measure(pair: Pair) -> dict[str, Any]:
    """One unmeasured turn first: caches and imports are not what is compared.

    A pair of one turn begins cold, each side in a process of its own.
    """
    unmeasured = int(pair.turns > 1)
    turns = [_turn(pair) for _ in range(pair.turns + unmeasured)][unmeasured:]
    ratios = [ours / theirs for ours, theirs in turns]
    figures = pair.figures()
    return {
        "promise": pair.promise,
        "work": pair.work,
        "baseline": pair.baseline,
        "omits": pair.omits,
        "reach": pair.reach,
        "ratio": round(statistics.median(ratios), 2),
        "min": round(min(ratios), 2),
        "max": round(max(ratios), 2),
        pair.unit: [round(statistics.median(side), 4) for side in zip(*turns, strict=True)],
        **({"figures": figures} if figures else {}),
    }


def _turn(pair: Pair) -> tuple[float, float]:
    return _timed(pair, pair.ours), _timed(pair, pair.theirs)


def _timed(pair: Pair, work: Callable[[], Any]) -> float:
    if pair.clock is None:
        return float(work())
    begin = pair.clock()
    work()
    spent = pair.clock() - begin
    pair.between()
    return spent


def told(result: dict[str, Any]) -> str:
    verdict = "达到" if result["ratio"] <= result["reach"] else "未达到"
    figures = "".join(
        f"\n   {who}：" + "，".join(f"{name} {value}" for name, value in found.items())
        for who, found in result.get("figures", {}).items()
    )
    return (
        f"{result['promise']} {result['work']}\n"
        f"   {result['ratio']}×（{result['min']}–{result['max']}），目标 ≤ {result['reach']}×，"
        f"{verdict}；对照：{result['baseline']}；对照不含：{result['omits']}{figures}"
    )


def keep(results: list[dict[str, Any]]) -> None:
    """Append to the evidence: a claim always names its run."""
    runs = json.loads(EVIDENCE.read_text(encoding="utf-8")) if EVIDENCE.exists() else []
    git = ["git", "-C", str(EVIDENCE.parent), "rev-parse", "--short", "HEAD"]
    runs.append(
        {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "commit": subprocess.run(git, capture_output=True, text=True).stdout.strip(),  # noqa: S603
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}",
            "load": [round(value, 1) for value in os.getloadavg()],
            "results": results,
        }
    )
    EVIDENCE.write_text(json.dumps(runs, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
