"""乱表两千张: no error of the server, every row taken or refused with its place, no number changed.

10,000 with --long. Files are read in this process, a few in the child process as in service.
"""

import contextlib
import re
import tempfile
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

from demo import factories
from louyu.engines.tables import ROW, SHEET, Refused, reading
from louyu.engines.tables.child import answer
from louyu.kernel.intake import importer
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import DoorNumber
from louyu.registers.deliveries.pipeline import Reading, lay_out, read, report, shown, take
from tests.fuzz.messy import Messy, messy, write

pytestmark = pytest.mark.django_db
# Two halves of each, so that two workers share them.
USUAL, LONG, IN_CHILD = 1_000, 5_000, 10
NUMBERS = ("area", "unit_area", "rent_yuan", "headcount")


@pytest.fixture
def office() -> Actor:
    tower = factories.building(factories.place_tree().street, name="甲大厦", floors_above=30)
    factories.unit(tower, floor=1, number="101", area=100)
    DoorNumber.objects.create(building=tower, road="湖滨路", number="66号")
    return factories.actor()


def sent(messy: Messy, actor: Actor) -> None:
    told = _read(messy, actor)
    if told is None:
        return
    with transaction.atomic():
        plan = take(told, None, receipt=lambda plan: None)
        transaction.set_rollback(True)
    outcome = report(told, plan)
    refused_rows = {(cell["sheet"], cell["row"]) for cell in outcome["refused"]}
    refused_rows |= {(cell["sheet"], cell["row"]) for cell in outcome["held"]}
    assert outcome["unchanged"] >= 0
    taken = outcome["created"] + outcome["updated"] + outcome["unchanged"]
    assert taken + len(refused_rows) == outcome["rows"]
    written = shown(told, plan).select(SHEET, ROW).unique().rows()
    assert refused_rows.isdisjoint(written)
    no_row_lost(messy, outcome)
    for cell in outcome["refused"]:
        assert bool(cell["sheet"]) == (messy.form in {"xlsx", "xls"})
        assert cell["row"] > 0
        assert cell["column"]
        assert cell["reason"]
    no_number_changed(told)


def no_row_lost(messy: Messy, outcome: dict[str, Any]) -> None:
    """What was written is a row of the outcome, or named among what was left out.

    A merged cell may make a second header row of what was meant as a line.
    """
    named = {(note["sheet"], note["row"]) for note in outcome["notes"] if note["row"]}
    assert messy.merged or outcome["rows"] + len(named) >= messy.plain_rows


def _read(messy: Messy, actor: Actor) -> Reading | None:
    """None: nothing of the file can be taken, and the person is told so."""
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(Refused):
        path = Path(folder) / "a"
        write(messy, path)
        layout = lay_out(path, importer("roster"), actor, {})
        return read(layout, actor, timezone.localdate(), {})
    return None


def no_number_changed(told: Reading) -> None:
    """By a reading of its own: the digits of the cell, ten thousandfold where 万 is said."""
    for header, field in told.layout.match.fields.items():
        if field not in NUMBERS:
            continue
        texts = told.layout.table.frame[header]
        for text, value in zip(texts, told.cast.frame[field], strict=True):
            if text is not None and value is not None:
                assert Decimal(str(value)) == plainly(text, header), (header, text, value)


def plainly(text: str, header: str) -> Decimal:
    narrow = unicodedata.normalize("NFKC", text)
    number = Decimal(re.sub(r"[^\d.eE+-]", "", narrow.replace("m2", "")))
    return number * (10_000 if "万" in header + narrow else 1)


@pytest.mark.parametrize("half", [1, 2])
def test_no_workbook_breaks_the_import(
    half: int,
    office: Actor,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.setattr(reading, "run_child", _in_this_process)
    examples = LONG if request.config.getoption("--long") else USUAL
    _fuzz(office, examples)


def test_the_child_process_reads_the_same(office: Actor) -> None:
    _fuzz(office, IN_CHILD)


def _in_this_process(request: dict[str, object], limits: object) -> dict[str, object]:
    told = answer({**request, "limits": vars(limits)})
    if "refused" in told:
        raise Refused(str(told["refused"]))
    return told


def _fuzz(office: Actor, examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(messy=messy())
    def every(messy: Messy) -> None:
        sent(messy, office)

    every()
