"""表格导入: starting, confirming and giving up an import; each step may be asked for twice."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from louyu.engines.tables import CellError, Refused, Table, inspect, write_errors
from louyu.kernel.files.models import StoredFile
from louyu.kernel.files.services import store_path
from louyu.kernel.intake import Importer, Plan, importer
from louyu.kernel.jobs.services import enqueue
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.looking_again import check_again
from louyu.registers.deliveries.models import ColumnMapping, Delivery, Import, ImportState
from louyu.registers.deliveries.pipeline import lay_out, propose, read, report, shown, take
from louyu.registers.deliveries.sourced import SourcedImport

CHECK, APPLY = "deliveries.check", "deliveries.apply"


class ImportRefused(Exception):
    """The step cannot be taken; the message is a Chinese sentence for the person."""


def kind_for(actor: Actor, key: str) -> Importer:
    try:
        kind = importer(key)
    except KeyError as unknown:
        raise ImportRefused("没有这种表格，请刷新页面后重试。") from unknown
    if not kind.open_to(actor):
        raise ImportRefused(f"您的岗位不能导入{kind.label}。")
    return kind


def start_import(
    *,
    actor: Actor,
    kind: str,
    file: StoredFile,
    mapping_name: str = "",
    idempotency_key: str | None = None,
    about: Mapping[str, Any] | None = None,
) -> Import:
    """With a known key the import that exists comes back; `about`: see Import.about."""
    label = kind_for(actor, kind).label
    try:
        inspect(file.path)
    except Refused as refusal:
        raise ImportRefused(str(refusal)) from refusal
    with transaction.atomic():
        row, created = Import.objects.unscoped("a key names one import").get_or_create(
            # Without a key of the caller's own, the file's row is one sending.
            idempotency_key=f"{actor.user_id}:{idempotency_key or file.pk}",
            defaults={
                "kind": kind,
                "file": file,
                "owner_id": actor.user_id,
                "mapping_name": mapping_name,
                "mapping": remembered(actor, kind, mapping_name),
                "about": shipped_about(kind, mapping_name) | dict(about or {}),
            },
        )
        if created:
            _enqueue(row, CHECK, actor, f"检查{label}：{file.name}")
    return row


def remembered(actor: Actor, kind: str, name: str) -> dict[str, str]:
    """A person's own mapping of that name, else the one the product ships as an example."""
    known = ColumnMapping.objects.visible_to(actor).filter(kind=kind, name=name).first()
    return dict(known.columns if known else importer(kind).shipped(name).get("columns", {}))


def shipped_about(kind: str, name: str) -> dict[str, Any]:
    """What an example map says of the files it was made for, such as their coordinates."""
    return dict(importer(kind).shipped(name).get("about", {}))


def set_mapping(
    *, actor: Actor, row: Import, columns: dict[str, str], remember_as: str = ""
) -> Import:
    """`columns`: header text → field, "" to leave the column out; the file is checked again."""
    if remember_as:
        ColumnMapping.objects.unscoped("one's own mapping").update_or_create(
            kind=row.kind, name=remember_as, owner_id=actor.user_id, defaults={"columns": columns}
        )
    return _check_again(actor, row, mapping=columns, mapping_name=remember_as or row.mapping_name)


def decide(*, actor: Actor, row: Import, sheet: str, number: int, same: bool) -> Import:
    """A line held back is the row it resembles, or another one; the file is checked again."""
    return _check_again(actor, row, decisions=row.decisions | {f"{sheet}:{number}": same})


def confirm(*, actor: Actor, row: Import) -> Import:
    kind_for(actor, row.kind)
    with transaction.atomic():
        locked = _locked(row)
        if locked.state == ImportState.PREVIEW:
            locked.state = ImportState.APPLYING
            locked.save(update_fields=["state"])
            _enqueue(locked, APPLY, actor, f"导入{importer(row.kind).label}：{row.file.name}")
    return locked


def discard(*, actor: Actor, row: Import) -> None:
    with transaction.atomic():
        locked = _locked(row)
        if locked.state in {ImportState.PREVIEW, ImportState.REFUSED}:
            _set(locked, state=ImportState.REFUSED, refusal="已放弃。", headers=[])


def check(row: Import, actor: Actor) -> None:
    """Read the file and keep what it would change, for the person to look at."""
    try:
        kind = _for_file(row, actor)
        layout = lay_out(row.file.path, kind, actor, row.mapping)
        left_out = {header: "" for header, field in row.mapping.items() if not field}
        mapping = left_out | layout.match.fields
        _set(row, headers=list(layout.table.headers), mapping=mapping)
        reading = read(layout, actor, timezone.localdate(row.created_at), row.decisions)
        plan = propose(reading)
    except Refused as refusal:
        _set(row, state=ImportState.REFUSED, refusal=str(refusal)[:500])
        raise
    with tempfile.TemporaryDirectory() as folder:
        effects = Path(folder) / "preview.parquet"
        shown(reading, plan).write_parquet(effects)
        preview = store_path(effects, owner_id=None)
        outcome = report(reading, plan)
        errors = _error_workbook(row, layout.table, outcome, Path(folder))
    _set(row, state=ImportState.PREVIEW, report=outcome, preview=preview, error_file=errors)


def apply(row: Import, actor: Actor) -> None:
    """Write what was confirmed; run again after a kill it finishes what is left to do."""
    kind = _for_file(row, actor)
    layout = lay_out(row.file.path, kind, actor, row.mapping)
    reading = read(layout, actor, timezone.localdate(row.created_at), row.decisions)

    def receipt(plan: Plan) -> None:
        outcome = report(reading, plan)
        if isinstance(kind, SourcedImport):
            deliver(row, kind, outcome)
        _set(row, state=ImportState.APPLIED, applied_at=timezone.now(), report=outcome)
        check_again(row, "导入")

    if row.state != ImportState.APPLIED:
        seen = pl.read_parquet(row.preview.path) if row.preview else None
        take(reading, seen, receipt, row.pk)
    with tempfile.TemporaryDirectory() as folder:
        errors = _error_workbook(row, layout.table, row.report, Path(folder))
    _set(row, error_file=errors)


def _for_file(row: Import, actor: Actor) -> Importer:
    about = row.about | {"file": row.file_id, "sha256": row.file.sha256}
    return kind_for(actor, row.kind).for_file(about)


def deliver(row: Import, kind: SourcedImport, outcome: Mapping[str, Any]) -> None:
    """Ties the import to its delivery, which tells how many of the lines it holds."""
    row.delivery = kind.taken
    row.save(update_fields=["delivery"])
    if kind.taken and not kind.known:
        refused = len({(cell["sheet"], cell["row"]) for cell in outcome["refused"]})
        Delivery.objects.unscoped("the receipt").filter(pk=kind.taken.pk).update(
            rows=outcome["rows"], taken=outcome["rows"] - refused, refused=refused
        )


def _error_workbook(
    row: Import, table: Table, outcome: dict[str, Any], folder: Path
) -> StoredFile | None:
    path = folder / f"{Path(row.file.name).stem}·错误原因.xlsx"
    written = error_workbook(row.file.path, table, outcome, path)
    # What asks for a clearance belongs to nobody: it is asked for each time (scope.py).
    owner = None if importer(row.kind).clearance else row.owner_id
    return store_path(written, owner_id=owner) if written else None


def error_workbook(path: Path, table: Table, outcome: dict[str, Any], out: Path) -> Path | None:
    """The file with its reasons, `out` with the suffix of its format; nothing without errors."""
    left_out = [told | {"reason": f"略去此格：{told['reason']}"} for told in outcome["left_out"]]
    errors = [CellError(**told) for told in (*outcome["refused"], *outcome["held"], *left_out)]
    return write_errors(path, table, errors, out) if errors else None


def _check_again(actor: Actor, row: Import, **changed: Any) -> Import:
    kind_for(actor, row.kind)
    with transaction.atomic():
        locked = _locked(row)
        if locked.state not in {ImportState.PREVIEW, ImportState.REFUSED}:
            raise ImportRefused("此次导入已经确认，不能再改，请重新上传。")
        _set(locked, state=ImportState.CHECKING, refusal="", **changed)
        _enqueue(locked, CHECK, actor, f"检查{importer(row.kind).label}：{row.file.name}")
    return locked


def _locked(row: Import) -> Import:
    rows = Import.objects.unscoped("the row was reached by its caller")
    return rows.select_for_update(of=("self",)).get(pk=row.pk)


def _set(row: Import, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _enqueue(row: Import, work: str, actor: Actor, title: str) -> None:
    job = enqueue(
        work, actor=actor, title=title, params={"import": row.pk}, link=row.get_absolute_url()
    )
    _set(row, job=job)
