"""统计作业: months computed in the background, one after the other."""

from typing import Any

from louyu.engines.measures import Period
from louyu.journey.statistics.services import COMPUTE_JOB, may_compute
from louyu.kernel.jobs.services import JobRefused, Run, job


@job(COMPUTE_JOB)
def compute_months(run: Run) -> dict[str, Any]:
    # ibis takes a second to load and belongs into no web process, where this module is loaded too.
    from louyu.journey.statistics.computing import MonthRefused, compute

    periods = [Period(text) for text in run.params["periods"]]
    actor = run.actor()
    if not may_compute(actor):
        raise JobRefused("只有区楼宇办可以计算指标。")
    for done, period in enumerate(periods):
        run.progress(done, len(periods), f"正在计算{period.words}")
        try:
            compute(period=period, actor=actor)
        except MonthRefused as refusal:
            raise JobRefused(str(refusal)) from None
    run.progress(len(periods), len(periods), "完成")
    return {"months": len(periods)}
