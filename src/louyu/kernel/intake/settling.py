"""收表的定稿: planned again without the lines that break a rule, until what is left stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
from django.db import transaction

from louyu.kernel.editing.sentences import fields_of, sentence_of
from louyu.kernel.intake.kinds import Importer, Lines, Plan, Refusal
from louyu.kernel.merging import BROKEN_RULES, LINE, Staging, Violation
from louyu.kernel.scope import Actor

MEANWHILE = "预览之后这里的数据已被他人改动，没有写入，请重新导入后核对"


def settle(
    importer: Importer,
    lines: Lines,
    actor: Actor,
    *,
    write: bool,
    seen: pl.DataFrame | None = None,
) -> Plan:
    """What stands, written or only tried; `seen` are the effects a person has confirmed."""
    told: list[Refusal] = []
    while True:
        plan = importer.plan(lines, actor)
        staging = Staging(plan.writes)
        overtaken = _overtaken(plan, seen, importer, actor)
        violations = _merged(staging) if write and not overtaken else staging.violations()
        known = [spec.field for spec in importer.specs(actor)] if violations else []
        broken = [_refusal(rule, known) for rule in violations] or overtaken
        if not broken:
            plan.refusals += told
            return plan
        told += broken
        out = [refusal.line for refusal in broken]
        lines = replace(lines, frame=lines.frame.filter(~pl.col(LINE).is_in(out)))


def _merged(staging: Staging) -> list[Violation]:
    """Written, unless a rule was broken: the rules are asked one by one only then."""
    try:
        with transaction.atomic():
            staging.merge()
    except BROKEN_RULES:
        return staging.violations() or [staging.culprit()]
    return []


def _refusal(violation: Violation, known: Sequence[str]) -> Refusal:
    """Told at the first imported field the rule names."""
    rules = {rule.name: rule for rule in violation.model._meta.constraints}
    rule = rules.get(violation.rule)
    names = fields_of(rule) if rule else [violation.rule]
    field = next((name for name in names if name in known), known[0])
    return Refusal(violation.line, field, sentence_of(violation.rule, rule))


def _overtaken(
    plan: Plan, seen: pl.DataFrame | None, importer: Importer, actor: Actor
) -> list[Refusal]:
    """Lines that would now do something else than the person was shown."""
    if seen is None:
        return []
    other = plan.effects.join(seen, on=plan.effects.columns, how="anti", nulls_equal=True)
    fields = {spec.label: spec.field for spec in importer.specs(actor)}
    first = next(iter(fields.values()))
    cells = other.unique(LINE, keep="first", maintain_order=True).select(LINE, "column").rows()
    return [Refusal(line, fields.get(label, first), MEANWHILE) for line, label in cells]
