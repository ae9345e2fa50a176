"""区划导入: a parent may stand in the same file as its children."""

import polars as pl

from louyu.kernel.intake import Plan, ResourceImport, named, register
from louyu.kernel.merging import LINE
from louyu.kernel.resource import resource
from louyu.kernel.scope import Actor
from louyu.registers.places.models import Place

DEEPEST = 4  # district, street, community; parents in a circle end here as well


class PlaceImport(ResourceImport):
    own = frozenset({"parent"})

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


register(PlaceImport(resource("places")))
