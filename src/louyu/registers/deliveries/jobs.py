"""导入作业: checking and applying in the background; both may be run more than once."""

from typing import Any

from louyu.engines.tables import Refused
from louyu.kernel.jobs.services import JobRefused, Run, job
from louyu.registers.deliveries import services, undoing
from louyu.registers.deliveries.models import Import, ImportState


def _row(run: Run) -> Import:
    rows = Import.objects.unscoped("a job works on its own import")
    return rows.select_related("file", "preview").get(pk=run.params["import"])


@job(services.CHECK)
def check(run: Run) -> dict[str, Any]:
    row = _row(run)
    if row.state == ImportState.CHECKING:
        run.progress(0, 2, "读取和核对表格")
        _refusing(services.check, row, run)
    return {"import": row.pk}


@job(services.APPLY)
def apply(run: Run) -> dict[str, Any]:
    row = _row(run)
    if row.state in {ImportState.APPLYING, ImportState.APPLIED}:
        run.progress(1, 2, "写入")
        _refusing(services.apply, row, run)
    return {"import": row.pk}


@job(undoing.UNDO)
def undo(run: Run) -> dict[str, Any]:
    row = _row(run)
    run.progress(0, 1, "撤销")
    _refusing(undoing.undo, row, run)
    return {"import": row.pk}


def _refusing(work: Any, row: Import, run: Run) -> None:
    try:
        work(row, run.actor())
    except (Refused, services.ImportRefused) as refusal:
        raise JobRefused(str(refusal)) from refusal
