"""测试表格: files written as offices write them, and taken in through the real pipeline."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from louyu.kernel import commands
from louyu.kernel.files.services import store_path
from louyu.kernel.intake import importer
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import Import
from louyu.registers.deliveries.pipeline import lay_out, read, report, take
from louyu.registers.deliveries.services import check, start_import

Row = Sequence[Any]


def workbook(path: Path, headers: Row, *rows: Row, title: str = "Sheet1") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in (headers, *rows):
        sheet.append(row)
    book.save(path)
    return path


@dataclass(frozen=True)
class Outcome:
    """What `./louyu import --json` printed."""

    status: int
    report: dict[str, Any]

    @property
    def counts(self) -> tuple[int, int, int, int, int]:
        """Created, updated, unchanged, refused rows, held back."""
        refused = {(cell["sheet"], cell["row"]) for cell in self.report["refused"]}
        first = (self.report[key] for key in ("created", "updated", "unchanged"))
        return *first, len(refused), len(self.report["possible_same"])  # type: ignore[return-value]

    @property
    def refused(self) -> list[tuple[int, str, str]]:
        """Row, column and value of every refused cell."""
        return [(c["row"], c["column"], c["value"]) for c in self.report["refused"]]

    @property
    def reasons(self) -> str:
        return "；".join(cell["reason"] for cell in self.report["refused"])


def imported(capsys: pytest.CaptureFixture[str], kind: str, path: Path, *options: str) -> Outcome:
    """Through the command, as the console."""
    capsys.readouterr()
    status = commands.run(["import", kind, str(path), "--json", *options])
    told = capsys.readouterr()
    assert told.out, told.err
    return Outcome(status, json.loads(told.out))


def checked(actor: Actor, kind: str, path: Path) -> Import:
    """Uploaded by a person and ready to be confirmed."""
    row = start_import(actor=actor, kind=kind, file=store_path(path, owner_id=actor.user_id))
    check(row, actor)
    row.refresh_from_db()
    return row


def outcome(row: Import) -> Outcome:
    return Outcome(0, row.report)


def taken(actor: Actor, kind: str, path: Path) -> Outcome:
    """Read and written at once for a person, without preview and receipt."""
    chosen = importer(kind)
    reading = read(lay_out(path, chosen, actor, {}), actor, timezone.localdate(), {})
    plan = take(reading, None, lambda plan: None)
    return Outcome(0, report(reading, plan))
