"""经营主体导入: a line is found by its code, by its number from before 2015, or by its name."""

import polars as pl

from louyu.kernel.intake import Doubt, Lines, Plan, ResourceImport, register
from louyu.kernel.merging import LINE
from louyu.kernel.resource import resource
from louyu.kernel.scope import Actor
from louyu.registers.enterprises.models import Industry
from louyu.registers.enterprises.words import WORDS
from louyu.registers.organizations.models import Role
from louyu.registers.places.models import MANAGING_LEVELS, Place

OLD_LENGTH = 15
TOLD = 10


class EnterpriseImport(ResourceImport):
    synonyms = WORDS

    def __init__(self) -> None:
        super().__init__(resource("enterprises"))
        self.keys = (("uscc",), ("old_number",), ("name",))

    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        return split_old_numbers(frame) if "uscc" in frame.columns else frame

    def identify(self, frame: pl.DataFrame, plan: Plan, lines: Lines, actor: Actor) -> pl.DataFrame:
        """A new code whose name is stored without one may be the same enterprise: a person says."""
        frame = super().identify(frame, plan, lines, actor)
        if "uscc" not in frame.columns:
            return frame
        named = frame.filter(pl.col("id").is_null() & pl.col("uscc").is_not_null())
        known = self.known(("name",), named, uscc=None)
        for line, name, pk in named.join(known, on="name").select(LINE, "name", "id_right").rows():
            same = lines.decisions.get(line)
            if same is None:
                plan.doubts.append(Doubt(line, name, "同名企业尚无信用代码"))
            elif same:
                frame = frame.with_columns(
                    id=pl.when(pl.col(LINE) == line).then(pk).otherwise("id")
                )
        return frame

    def defaults(self, actor: Actor) -> dict[str, object]:
        """A street's own records stay with the street."""
        areas = Place.objects.filter(pk__in=actor.areas(Role.STREET), level__in=MANAGING_LEVELS)
        only = areas.values_list("pk", flat=True)
        return {"place_id": only[0]} if len(only) == 1 else {}

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        """A code the loaded standard does not have is kept as written, and told."""
        plan, frame = super().plan(lines, actor), lines.frame
        if "industry_code" not in frame.columns or not Industry.objects.exists():
            return plan
        known = {
            code
            for full in Industry.objects.values_list("code", flat=True)
            for code in (full, full[1:])
        }
        unknown = set(frame["industry_code"].drop_nulls()) - known
        if unknown:
            listed = "、".join(sorted(unknown)[:TOLD])
            plan.notes.append(
                f"有 {len(unknown)} 个行业代码不在 GB/T 4754 中，已照原样保留：{listed}"
            )
        return plan

    def column_of(self, attname: str) -> str:
        return "uscc" if attname == "old_number" else super().column_of(attname)


def split_old_numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """A number of 15 digits is kept as the old one, never padded into a code."""
    code = pl.col("uscc").str.to_uppercase()
    old = code.str.contains(rf"^\d{{{OLD_LENGTH}}}$")
    return frame.with_columns(uscc=pl.when(~old).then(code), old_number=pl.when(old).then(code))


class IndustryImport(ResourceImport):
    """Level and parent follow from the code: no column can contradict it."""

    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        frame = frame.with_columns(pl.col("code").str.to_uppercase())
        wrong = frame.filter(~pl.col("code").str.contains(r"^[A-T]([0-9]{2,4})?$"))
        plan.refuse(wrong[LINE], "code", "请填写带门类字母的代码，如 I、I65、I651、I6510")
        known = set(Industry.objects.values_list("code", flat=True))
        frame = plan.standing(frame).sort(pl.col("code").str.len_chars(), LINE)
        for line, code in frame.select(LINE, "code").rows():
            parent = parent_of(code)
            if parent is None or parent in known:
                known.add(code)
            else:
                plan.refuse([line], "code", f"没有它的上级 {parent}，请一并导入")
        return plan.standing(frame)

    def derive(self, frame: pl.DataFrame) -> pl.DataFrame:
        parents = [parent_of(code) for code in frame["code"]]
        return frame.with_columns(parent_id=pl.Series(parents, dtype=pl.String))


def parent_of(code: str) -> str | None:
    """I6510 → I651 → I65 → I."""
    return {1: None, 3: code[:1]}.get(len(code), code[:-1])


class LocalIndustryImport(ResourceImport):
    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        return frame.with_columns(pl.col("prefix").str.to_uppercase())


register(EnterpriseImport())
register(IndustryImport(resource("industries")))
register(LocalIndustryImport(resource("local-industries")))
