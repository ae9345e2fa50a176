"""区划导入: a parent may stand in the same file as its children."""

from dataclasses import replace

import polars as pl

from louyu.kernel.intake import Lines, Plan, ResourceImport, named, register
from louyu.kernel.merging import LINE
from louyu.kernel.resource import resource
from louyu.kernel.scope import Actor
from louyu.registers.places.models import Place, PlaceLevel

DEEPEST = 4  # district, street, community; parents in a circle end here as well


# How long the code of a level is; statistics write all of them with twelve digits.
DIGITS = {PlaceLevel.DISTRICT: 6, PlaceLevel.SUBDISTRICT: 9, PlaceLevel.COMMUNITY: 12}
ABOVE = {9: 6, 12: 9}


class PlaceImport(ResourceImport):
    own = frozenset({"parent"})
    synonyms = {
        "level": {
            PlaceLevel.DISTRICT: ("区县", "县", "市辖区", "县级市"),
            PlaceLevel.SUBDISTRICT: ("乡镇", "镇", "乡", "街道办事处"),
            PlaceLevel.COMMUNITY: ("居委会", "村", "村委会"),
        }
    }

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        """Official codes tell the level by their length, and their beginning the place above."""
        frame = lines.frame
        if "parent" not in frame.columns:
            frame = frame.with_columns(parent=pl.lit(None, pl.String))
        rows = frame.select("code", "level", "parent").rows()
        codes = [_official(code, level) for code, level, _ in rows]
        parents = [
            told or (code[: ABOVE[len(code)]] if code.isdigit() and len(code) in ABOVE else None)
            for code, (_, _, told) in zip(codes, rows, strict=True)
        ]
        told = frame.with_columns(
            code=pl.Series(codes, dtype=pl.String), parent=pl.Series(parents, dtype=pl.String)
        )
        return super().plan(replace(lines, frame=told), actor)

    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        if "parent" not in frame.columns:
            return frame
        keys = [(None, text) for text in frame["parent"]]
        found = named(keys, Place.objects.all(), ("code", "name"))
        only = {text: min(pks) for (_, text), pks in found.items() if len(pks) == 1}
        here = set(frame["code"])
        lost = [text is not None and text not in only and text not in here for _, text in keys]
        plan.refuse(
            frame.filter(pl.Series(lost, dtype=pl.Boolean))[LINE],
            "parent",
            "没有这个上级，请填上级的区划代码",
        )
        return frame.with_columns(
            parent_id=pl.Series([only.get(text) for _, text in keys], dtype=pl.Int64)
        )

    def derive(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Parents out of the same file, then every path from the top down."""
        if "parent" not in frame.columns or frame.is_empty():
            return frame
        own = dict(frame.select("code", "id").rows())
        parents = [pk or own.get(text) for pk, text in frame.select("parent_id", "parent").rows()]
        above = dict(zip(frame["id"], parents, strict=True))
        codes = dict(frame.select("id", "code").rows())
        stored = dict(Place.objects.filter(pk__in=set(parents)).values_list("pk", "path"))

        def path(pk: int | None) -> str:
            parts: list[str] = []
            while pk is not None and pk in codes and len(parts) < DEEPEST:
                parts.insert(0, f"{codes[pk]}/")
                pk = above[pk]
            return "".join([stored.get(pk or 0, ""), *parts])

        return frame.with_columns(
            parent_id=pl.Series(parents, dtype=pl.Int64),
            path=pl.Series([path(pk) for pk in frame["id"]], dtype=pl.String),
        )


def _official(code: str, level: str) -> str:
    """439901001000 of a subdistrict is 439901001."""
    digits = DIGITS.get(PlaceLevel(level))
    if digits and len(code) == 12 and code.isdigit() and set(code[digits:]) <= {"0"}:
        return code[:digits]
    return code


register(PlaceImport(resource("places")))
register(ResourceImport(resource("clusters")))
