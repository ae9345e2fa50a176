"""测试来文: invented files of kinds that exist, a source in a folder, rounds over it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from demo import codes, factories
from louyu.engines.measures import Period
from louyu.journey.matching.sources.deciding import release
from louyu.journey.matching.sources.models import FeedSource, Pull
from louyu.journey.matching.sources.profiles import look
from louyu.journey.matching.sources.pulling import begin
from louyu.journey.matching.sources.rounds import go_round
from louyu.kernel.files.services import store
from louyu.kernel.jobs.services import run_job
from louyu.registers.deliveries.models import DataClass, Delivery, Import
from louyu.registers.deliveries.source import USUAL
from louyu.registers.organizations.actors import actor_by_id, console
from louyu.registers.organizations.models import (
    Clearance,
    ClearanceKind,
    Organization,
    OrganizationKind,
    Role,
    User,
)

HEADERS = ("纳税人识别号", "纳税人名称", "月份", "税种", "税额（元）")
PAYERS = 40
Row = Sequence[Any]
# Kind → what a good file of it is like.
_PROFILES: dict[str, Any] = {}


def at(text: str) -> datetime:
    """2026-10-05 06:00 in China."""
    return timezone.make_aware(datetime.fromisoformat(text))


def tax_rows(month: str, *, payers: int = PAYERS) -> list[list[str]]:
    """One line a payer, a little different every month."""
    number = int(month[5:])
    return [
        [
            codes.invented(830_000 + one),
            f"第{one}号接入试验有限公司",
            month,
            "增值税",
            f"{1_000 + 37 * one + 11 * number:.2f}",
        ]
        for one in range(payers)
    ]


def csv_text(headers: Row, rows: Sequence[Row]) -> str:
    return "".join(",".join(map(str, line)) + "\r\n" for line in (headers, *rows))


def cleared_user(body: Organization | None = None, role: str = Role.OFFICE) -> User:
    """With both factors, as whoever may decide about tax."""
    person = factories.user(role, organization=body, name="审数人")
    Clearance.objects.create(
        user=person, kind=ClearanceKind.TAX, basis="授权书", start=factories.LONG_AGO
    )
    factories.factor_of(person)
    return person


@dataclass
class Feed:
    """A source in a folder of tax payments, unless told otherwise; the clock is what is said."""

    folder: Path
    told: dict[str, Any] = field(default_factory=dict)
    source: FeedSource = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        provider = factories.organization(OrganizationKind.DEPARTMENT, name="试验区税务局")
        settings = {
            "folder": str(self.folder),
            "pattern": "税收_{yyyymm}*.csv",
            "complete": "rename",
        }
        fields: dict[str, Any] = {
            "name": "税务局税收明细",
            "kind": "tax",
            "transport": "folder",
            "settings": settings,
            "provider": provider,
            "basis": "数据共享办法第七条",
            "purpose": "楼宇税收统计",
            "data_class": DataClass.GUARDED,
            "allowed_roles": [*USUAL],
            "catalogue_number": "370602-SW-0001",
            "application_number": "SQ-2026-017",
            "every": "day",
            "hour": 6,
            "due_day": 15,
            "active_from": date(2026, 1, 1),
        }
        self.source = FeedSource.objects.create(**fields | self.told)
        born = at("2026-01-01 00:00")
        FeedSource.objects.unscoped("test").filter(pk=self.source.pk).update(created_at=born)
        self.source.refresh_from_db()

    def name(self, month: str) -> str:
        return f"税收_{month.replace('-', '')}.csv"

    def drop(self, month: str, content: str | bytes, *, name: str = "") -> Path:
        path = self.folder / (name or self.name(month))
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def drop_good(self, month: str, **more: Any) -> Path:
        return self.drop(month, csv_text(HEADERS, tax_rows(month, **more)))

    def pull(self, month: str, now: str = "") -> Pull:
        """Begun and run to where it stops."""
        number = int(month[5:])
        when = at(now or f"2026-{number + 1:02d}-05 06:00")
        return run(begin(source=self.source, period=Period(month), now=when))

    def accept(self, month: str) -> Pull:
        """A good file, released where it is the first."""
        self.drop_good(month)
        return self.released(self.pull(month))

    def knows(self, month: str) -> Pull:
        """As if a good file of this month had been taken; read once, then remembered."""
        kind, row = self.source.kind, self._import(month)
        if kind not in _PROFILES:
            name = self.name(month)
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / name
                path.write_text(self.good(month), "utf-8")
                _PROFILES[kind] = look(path, row, console("试验")).profile.as_json()
        delivery = Delivery.objects.create(
            kind=kind,
            period=Period(month).first,
            provider=self.source.provider,
            basis="办法",
            purpose="统计",
            data_class=DataClass.GUARDED,
            allowed_roles=[*USUAL],
            sha256=row.file.sha256,
            file=row.file,
        )
        Import.objects.unscoped("test").filter(pk=row.pk).update(delivery=delivery)
        return Pull.objects.create(
            source=self.source,
            period=Period(month).first,
            state="taken",
            started_at=at(f"{month}-28 06:00"),
            finished_at=at(f"{month}-28 06:00"),
            sha256=row.file.sha256,
            file=row.file,
            file_name=row.file.name,
            rows=_PROFILES[kind]["rows"],
            profile=_PROFILES[kind],
            taking=row,
        )

    def good(self, month: str) -> str:
        return csv_text(HEADERS, tax_rows(month))

    def _import(self, month: str) -> Import:
        text = self.good(month).encode()
        return Import.objects.create(
            kind=self.source.kind,
            state="applied",
            file=store(name=self.name(month), chunks=[text], owner_id=None),
            about=self.source.about(month),
        )

    def released(self, pull: Pull) -> Pull:
        if pull.state != "quarantined":
            return pull
        person = cleared_user()
        release(pull=pull, why="已与税务局核对", actor=actor_by_id(person.pk))
        return run(pull)

    def in_force(self) -> dict[str, str]:
        """Month → digest of the delivery that counts."""
        rows = Delivery.objects.unscoped("test").filter(kind=self.source.kind, replaced_at=None)
        return {f"{row.period:%Y-%m}": row.sha256 for row in rows}


def run(pull: Pull) -> Pull:
    rows = Pull.objects.unscoped("test").select_related("source", "taking", "job", "file")
    known = rows.get(pk=pull.pk)
    assert known.job_id
    run_job(known.job_id)
    return rows.get(pk=pull.pk)


def round_at(now: str) -> list[Pull]:
    return [run(pull) for pull in go_round(at(now))]


def codes_of(pull: Pull) -> set[str]:
    return {one["code"] for one in pull.reasons}


def words_of(pull: Pull) -> str:
    return " ".join([pull.words, *(one["words"] for one in pull.reasons)])
