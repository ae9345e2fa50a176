"""登记导入: lines of a declared resource, their references and keys resolved, changes told."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl
from django.db import connection
from django.db.models import Q

from louyu.engines import tables
from louyu.engines.tables import ROW, ColumnSpec, TemplateColumn
from louyu.kernel.intake.kinds import Doubt, Importer, Lines, Plan
from louyu.kernel.intake.references import named
from louyu.kernel.merging import LINE, Write, among, complete, schema_of, stored, take_ids
from louyu.kernel.pages.export import fields_of
from louyu.kernel.resource import Column, Kind, Resource
from louyu.kernel.resource.choices import visible_rows, writable
from louyu.kernel.scope import Actor, everything
from louyu.kernel.sorting import sort_key

ELSEWHERE = "不在您可以登记的范围内，请核对；确需登记请联系区楼宇办"
BEFORE = "_before"
READ_AS = {Kind.REFERENCE: tables.Kind.TEXT, Kind.ORDINAL: tables.Kind.INTEGER}


class ResourceImport(Importer):
    """A subclass says what a resource's own lines mean beyond its declaration."""

    # Columns the subclass resolves itself in `prepare`.
    own: frozenset[str] = frozenset()
    # Stored value → further words for it, by column.
    synonyms: Mapping[str, Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.key, self.label = resource.key, resource.label
        self.writers, self.tables = resource.writers, (resource.model,)
        self.schema = schema_of(resource.model)
        self.attnames = {c.name: resource.field_of(c).attname for c in resource.columns}
        # Tried in order: the first set of columns a line fills finds its row.
        key = tuple(self.attnames[name] for name in resource.import_key)
        self.keys: tuple[tuple[str, ...], ...] = (key,)

    def columns(self, actor: Actor) -> list[TemplateColumn]:
        written = self.resource.written_by(actor)
        return [TemplateColumn(self._spec(c), help=c.help, example=c.example) for c in written]

    def _spec(self, column: Column) -> ColumnSpec:
        field, kind = self.resource.field_of(column), self.resource.kind_of(column)
        decimals, digits = getattr(field, "decimal_places", 0), getattr(field, "max_digits", None)
        whole = connection.ops.integer_field_ranges.get(field.get_internal_type(), ())
        least, most = map(Decimal, whole) if whole else (None, None)
        words = self.synonyms.get(column.name, {})
        return ColumnSpec(
            field=column.name,
            label=self.resource.label_of(column),
            kind=READ_AS.get(kind) or tables.Kind(kind.value),
            required=column.required,
            aliases=column.aliases,
            unit=column.unit,
            decimals=decimals,
            minimum=least,
            maximum=Decimal(10) ** (digits - decimals) - 1 if digits else most,
            max_length=getattr(field, "max_length", None) or 20_000,
            choices={v: (str(label), *words.get(v, ())) for v, label in field.flatchoices},
        )

    def options(self, actor: Actor) -> dict[str, tuple[str, ...]]:
        """The names a reference may be filled with; what is looked for inside another, is not."""
        found = {}
        for column in self.resource.written_by(actor):
            if column.reference and column.name not in self.own:
                rows = writable(self.resource, column.name, self.acting_for(actor))
                found[column.name] = tuple(dict.fromkeys(map(str, rows)))
        return found

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        plan, writer = Plan(), self.acting_for(actor)
        frame = lines.frame
        for column in self.resource.columns:
            if column.reference and column.name in frame.columns and column.name not in self.own:
                outer = column.reference.within
                within = (self.attnames[outer], self.attnames[outer]) if outer else None
                frame = self.refer(column.name, frame, plan, writer, within)
        frame = plan.standing(self.prepare(frame, plan, writer))
        frame = self.identify(frame.with_columns(id=pl.lit(None, pl.Int64)), plan, lines, writer)
        self._write(plan.standing(frame), plan, writer)
        return plan

    def prepare(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> pl.DataFrame:
        """For subclasses: values completed or rewritten before the lines are identified."""
        return frame

    def refer(
        self,
        name: str,
        frame: pl.DataFrame,
        plan: Plan,
        actor: Actor,
        within: tuple[str, str] | None = None,
    ) -> pl.DataFrame:
        """Adds the number of the row each cell means, of one that may be written first.

        `within`: the column of the line that holds the owner, the owner's field on the row meant.
        """
        reference = self.resource.by_name[name].reference
        assert reference
        owners = frame[within[0]] if within else [None] * frame.height
        keys = list(zip(owners, frame[name], strict=True))
        owner = within[1] if within else None
        seen = visible_rows(self.resource.target_of(name), actor)
        found = named(keys, seen, reference.fields, owner)
        found |= named(keys, writable(self.resource, name, actor), reference.fields, owner)
        only = {key: min(pks) for key, pks in found.items() if len(pks) == 1}
        label = self.resource.label_of(self.resource.by_name[name])
        several, missing = f"有同名的{label}，请改填编码", f"没有这个{label}，或{ELSEWHERE}"
        for line, key in zip(frame[LINE], keys, strict=True):
            if key[1] is not None and key not in only:
                plan.refuse([line], name, several if key in found else missing)
        numbers = pl.Series(self.attnames[name], [only.get(key) for key in keys], pl.Int64)
        return frame.with_columns(numbers)

    def _bound(self, frame: pl.DataFrame, kept: pl.DataFrame, plan: Plan, actor: Actor) -> None:
        """What stands already may be said again; what is new must be among what one may write."""
        told = frame.join(kept, on="id", how="left")
        for column in (c for c in self.resource.columns if c.reference and c.name in frame.columns):
            number = self.attnames[column.name]
            seen = visible_rows(self.resource.target_of(column.name), actor)
            foreign = seen.exclude(pk__in=writable(self.resource, column.name, actor).values("pk"))
            met = foreign.filter(pk__in=among(frame[number].unique())).values_list("pk", flat=True)
            new = pl.col(number).ne_missing(pl.col(number + BEFORE))
            wrong = told.filter(pl.col(number).is_in(list(met)) & new)
            plan.refuse(wrong[LINE], column.name, ELSEWHERE)

    def identify(self, frame: pl.DataFrame, plan: Plan, lines: Lines, actor: Actor) -> pl.DataFrame:
        """Fills `id`, which stays empty for a new row."""
        for key in self.keys:
            if set(key) <= set(frame.columns):
                frame = self._find(frame, key, plan)
        return frame

    def _find(self, frame: pl.DataFrame, key: Sequence[str], plan: Plan) -> pl.DataFrame:
        asked = frame.filter(self._asks(key, frame))
        first = asked.select(LINE, *key, first=pl.col(ROW).first().over(key), row=pl.col(ROW))
        for line, row in first.filter(pl.col("first") != pl.col("row"))[[LINE, "first"]].rows():
            plan.refuse([line], self.column_of(key[-1]), f"与第 {row} 行重复，请只保留一行")
        known = self.known(key, asked)
        several = asked.join(known.filter(pl.len().over(key) > 1), on=key, how="semi")
        for line, name in several[[LINE, key[-1]]].rows():
            plan.doubts.append(Doubt(line, str(name), "已有几条同名记录，请补填编码"))
        found = asked.join(known.unique(key, keep="none"), on=key, suffix="_found")
        frame = frame.join(found.select(LINE, "id_found"), on=LINE, how="left")
        return frame.with_columns(id=pl.coalesce("id", "id_found")).drop("id_found")

    def _asks(self, key: Sequence[str], frame: pl.DataFrame) -> pl.Expr:
        """Lines that fill this key and none of the earlier ones."""
        earlier = self.keys[: self.keys.index(tuple(key))]
        unfilled = (pl.col(names[-1]).is_null() for names in earlier if names[-1] in frame.columns)
        return pl.all_horizontal(*(pl.col(name).is_not_null() for name in key), *unfilled)

    def known(self, key: Sequence[str], asked: pl.DataFrame, **narrowed: object) -> pl.DataFrame:
        condition = Q(**{f"{name}__in": among(asked[name].unique()) for name in key}, **narrowed)
        with everything("a key is one row's over the whole register"):
            return stored(self.resource.model._default_manager.filter(condition), "id", *key)

    def column_of(self, attname: str) -> str:
        return next((name for name, att in self.attnames.items() if att == attname), attname)

    def _write(self, frame: pl.DataFrame, plan: Plan, actor: Actor) -> None:
        model = self.resource.model
        rows = visible_rows(model, actor).filter(pk__in=among(frame["id"]))
        kept = stored(rows).rename({name: name + BEFORE for name in self.schema if name != "id"})
        foreign = frame.filter(pl.col("id").is_not_null()).join(kept, on="id", how="anti")
        plan.refuse(foreign[LINE], self.column_of(self.keys[0][0]), ELSEWHERE)
        self._bound(plan.standing(frame), kept, plan, actor)
        frame = plan.standing(frame)
        given = [name for name in self.schema if name in frame.columns and name != "id"]
        new = frame.filter(pl.col("id").is_null())
        new = new.with_columns(id=pl.Series(take_ids(model, new.height), dtype=pl.Int64))
        new = self.derive(complete(model, self._filled_in(new, actor)))
        changed = self._changed(frame.join(kept, on="id"), given)
        derived = [name for name in ("name_sort",) if name in self.schema]
        plan.effects = pl.concat([self._created(new), *self._changes(changed, given, actor)])
        plan.writes += [Write(model, new), Write(model, changed, (*given, *derived))]

    def defaults(self, actor: Actor) -> dict[str, object]:
        """For subclasses: what a new row of this actor's gets where the line says nothing."""
        return {}

    def _filled_in(self, new: pl.DataFrame, actor: Actor) -> pl.DataFrame:
        literals = {n: pl.lit(v, self.schema[n]) for n, v in self.defaults(actor).items()}
        return new.with_columns(
            pl.coalesce(name, value) if name in new.columns else value.alias(name)
            for name, value in literals.items()
        )

    def _changed(self, old: pl.DataFrame, given: Sequence[str]) -> pl.DataFrame:
        """Rows some cell would change, complete; an empty cell keeps what is stored."""
        after = {
            n: pl.coalesce(n, n + BEFORE) if n in given else pl.col(n + BEFORE)
            for n in self.schema
            if n != "id"
        }
        old = old.with_columns(**after).cast({n: self.schema[n] for n in given})
        differs = (pl.col(name).ne_missing(pl.col(name + BEFORE)) for name in given)
        return self.derive(old.filter(pl.any_horizontal(differs)))

    def derive(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Columns computed from the others; the sort key of a name wherever there is one."""
        if "name_sort" not in self.schema:
            return frame
        return frame.with_columns(
            name_sort=pl.Series([sort_key(name) for name in frame["name"]], dtype=pl.String)
        )

    def _created(self, new: pl.DataFrame) -> pl.DataFrame:
        name = pl.col(self.resource.search[0]).alias("name")
        blank = (pl.lit(None, pl.String).alias(column) for column in ("column", "before", "after"))
        return new.select(LINE, pl.lit(True).alias("created"), name, *blank)

    def _changes(
        self, changed: pl.DataFrame, given: Sequence[str], actor: Actor
    ) -> list[pl.DataFrame]:
        """One piece per column, one row per changed cell, as texts."""
        pieces = []
        for column in self.resource.columns:
            name = self.attnames[column.name]
            if name not in given:
                continue
            cells = changed.filter(pl.col(name).ne_missing(pl.col(name + BEFORE)))
            pieces.append(
                cells.select(
                    LINE,
                    pl.lit(False).alias("created"),
                    pl.col(self.resource.search[0]).alias("name"),
                    pl.lit(self.resource.label_of(column)).alias("column"),
                    self._text(column, cells[name + BEFORE], actor).alias("before"),
                    self._text(column, cells[name], actor).alias("after"),
                )
            )
        return pieces

    def _text(self, column: Column, values: pl.Series, actor: Actor) -> pl.Series:
        kind = self.resource.kind_of(column)
        if kind is Kind.CHOICE:
            labels = dict(self.resource.field_of(column).flatchoices)
            return values.replace(labels)
        if column.reference:
            rows = visible_rows(self.resource.target_of(column.name), actor)
            names = {r.pk: str(r) for r in rows.filter(pk__in=values.unique().to_list())}
            return values.replace_strict(names, default=None, return_dtype=pl.String)
        return values.cast(pl.String)

    def filled(self, actor: Actor) -> pl.DataFrame:
        fields = fields_of(self.resource)[: len(self.resource.columns)]
        rows = visible_rows(self.resource.model, actor).order_by(*self.resource.order)
        found = list(rows.values_list(*(one.path for one in fields)))
        columns = list(zip(*found, strict=True)) or [()] * len(fields)
        return pl.DataFrame([f.series(v) for f, v in zip(fields, columns, strict=True)])
