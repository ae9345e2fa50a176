"""有来源的导入: kinds whose file arrives with a data-use record and becomes a delivery.

The delivery is written in the transaction of its rows, and only when a row was taken.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from typing import Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from louyu.kernel.intake import Importer, Lines, Plan
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import Delivery, Import
from louyu.registers.deliveries.source import Source

ALREADY = "这份文件已于 {at:%Y-%m-%d %H:%M} 接收（来源 {number}），没有改动。"
CORRECTED = "这份文件更正了 {at:%Y-%m-%d} 接收的来源 {number}：原来的行不再计入合计。"


class SourcedImport(Importer):
    """A subclass plans its rows in `read`; `finish` runs after they were written."""

    sourced = True
    source: Source
    delivery: Delivery
    known: Delivery | None
    made: Plan

    def for_file(self, about: Mapping[str, Any]) -> SourcedImport:
        one = copy(self)
        one.source = Source.of(about)
        return one

    @contextmanager
    def within(self) -> Iterator[None]:
        """Nothing stays of a delivery of which no row was taken."""
        with transaction.atomic():
            self.known = self._deliveries().filter(sha256=self.source.sha256).first()
            if self.known is None:
                self._open()
            yield
            if self.known is None and self.made.writes:
                self.finish()
            elif self.known is None:
                transaction.set_rollback(True)

    def _deliveries(self) -> Any:
        rows = Delivery.objects.unscoped("the same file, the one it corrects")
        return rows.filter(kind=self.key, period=self.source.month)

    def _open(self) -> None:
        current = self._deliveries().filter(provider=self.source.provider, replaced_at=None)
        self.replaced = current.first()
        current.update(replaced_at=timezone.now())
        self.delivery = Delivery.objects.create(
            kind=self.key,
            period=self.source.month,
            provider=self.source.provider,
            basis=self.source.basis,
            purpose=self.source.purpose,
            data_class=self.source.data_class,
            application_number=self.source.application_number,
            allowed_roles=list(self.source.allowed_roles),
            valid_until=self.source.valid_until,
            sha256=self.source.sha256,
            file_id=self.source.file_id,
            replaces=self.replaced,
        )

    @property
    def taken(self) -> Delivery | None:
        """The delivery these rows belong to, also when it had been taken before."""
        return self.known or (self.delivery if self.made.writes else None)

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        self.made = Plan()
        if self.known:
            at = timezone.localtime(self.known.created_at)
            self.made.notes.append(ALREADY.format(at=at, number=self.known.pk))
            return self.made
        if self.replaced:
            at = timezone.localtime(self.replaced.created_at)
            self.made.notes.append(CORRECTED.format(at=at, number=self.replaced.pk))
        self.read(lines.frame, self.made)
        return self.made

    @abstractmethod
    def read(self, frame: pl.DataFrame, plan: Plan) -> None:
        """Adds the writes, effects and refusals of these lines."""

    def looked_at(self, row: Import, actor: Actor, *, rows: int, form: str) -> None:
        """Lines of this import were shown or its file was taken; `form` as on a file's end."""

    def finish(self) -> None:
        """After the rows of a new delivery were written, in their transaction."""

    def filled(self, actor: Actor) -> pl.DataFrame:
        """What was delivered is not handed out as a template."""
        return pl.DataFrame(schema=[column.header for column in self.columns(actor)])
