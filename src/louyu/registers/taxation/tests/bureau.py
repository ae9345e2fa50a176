"""测试来源: invented files as a tax bureau sends them, taken in through the command."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from demo import codes
from louyu.kernel import commands
from louyu.registers.deliveries.tests.workbooks import Outcome, imported, workbook
from louyu.registers.taxation.access import in_force
from louyu.registers.taxation.lock import opened
from louyu.registers.taxation.models import TaxPayment

ONE, TWO, THREE = (codes.invented(number) for number in (811_001, 811_002, 811_003))
LONG = ("纳税人识别号", "纳税人名称", "税种", "税额（元）")
RECORD = (
    "--provider",
    "试验区税务局",
    "--basis",
    "数据共享办法第七条",
    "--purpose",
    "楼宇税收统计",
)
Options = tuple[str, ...]


class Bureau:
    """Sends one file after another; each of its own name and content."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys, self.sent = folder, capsys, 0

    def file(self, headers: Sequence[str], *rows: Sequence[Any]) -> Path:
        self.sent += 1
        return workbook(self.folder / f"来文{self.sent}.xlsx", headers, *rows)

    def sends(
        self,
        period: str,
        headers: Sequence[str],
        *rows: Sequence[Any],
        options: Options = (),
    ) -> Outcome:
        return self.passes_on(self.file(headers, *rows), period, *options)

    def passes_on(self, path: Path, period: str, *options: str, kind: str = "tax") -> Outcome:
        return imported(self.capsys, kind, path, "--period", period, *RECORD, *options)

    def refused(
        self,
        period: str,
        headers: Sequence[str],
        *rows: Sequence[Any],
        options: Options = (),
        kind: str = "tax",
    ) -> str:
        """The sentence with which the whole file was refused."""
        path = self.file(headers, *rows)
        self.capsys.readouterr()
        told = ["import", kind, str(path), "--period", period, *RECORD, *options]
        assert commands.run(told) == 1
        return self.capsys.readouterr().err


def paid(**conditions: Any) -> dict[tuple[str, str], Decimal]:
    """Payer and month → yuan in force."""
    with opened("read"):
        rows = in_force(TaxPayment.objects.unscoped("test")).filter(**conditions)
        found: dict[tuple[str, str], Decimal] = {}
        for row in rows:
            key = (row.code or row.name, f"{row.month:%Y-%m}")
            found[key] = found.get(key, Decimal(0)) + row.yuan
        return found
