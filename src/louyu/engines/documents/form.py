"""表格: a sheet that is printed, filled in by hand and typed in again. How it looks: form.typ."""

from __future__ import annotations

from dataclasses import dataclass

from louyu.engines.documents.content import Column


@dataclass(frozen=True)
class FormTable:
    """Rows as far as they are known, then empty ones to write in."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    empty: int = 0


@dataclass(frozen=True)
class Form:
    """`corner` stands at the upper right (表号 …), `facts` under the title.

    `code` is on every page, for whoever types the sheet in; `address`, where given, as a QR code.
    """

    title: str
    corner: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    tables: tuple[FormTable, ...]
    notes: tuple[str, ...]
    signatures: tuple[str, ...]
    code: str
    address: str = ""
