"""人员导入: one line is one person in one post; whoever is known gets the post besides.

From the page every post waits for the second administrator. The console writes it at once:
whoever holds the server's console holds the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.utils import timezone

from louyu.engines.tables import ROW, ColumnSpec, Kind, TemplateColumn
from louyu.kernel.intake import Importer, Lines, Plan, named, new_rows
from louyu.kernel.intake.kinds import EFFECTS
from louyu.kernel.merging import LINE, Write, complete, stored, take_ids
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import (
    ADMINISTRATORS,
    AREA_BOUND,
    BODY_BOUND,
    PUBLIC_KINDS,
    DutyRole,
    Grant,
    GrantAct,
    GrantState,
    Organization,
    Role,
    User,
)
from louyu.registers.organizations.services import KIND_OF_AREA, KIND_OF_BODY
from louyu.registers.places.models import Place

WORDS = {
    Role.LEADER: ("分管领导", "领导"),
    Role.OFFICE: ("楼宇办",),
    Role.DEPARTMENT: ("区直部门", "部门人员"),
    Role.STREET: ("街道", "园区", "街道工作人员", "园区工作人员"),
    Role.COMMUNITY: ("社区工作人员",),
    Role.LIAISON: ("联络员", "楼宇管家"),
    Role.OPERATOR: ("运营人员", "运营单位"),
    Role.EXPERT: ("专家",),
}
COLUMNS = {
    "username": pl.String,
    "name": pl.String,
    "phone": pl.String,
    "role": pl.String,
    "organization": pl.String,
    "place": pl.String,
    "start": pl.Date,
    "end": pl.Date,
    "basis": pl.String,
}
POST = ("user_id", "role", "place_id", "organization_id")
OTHER = "这个{what}登记的是{name}，请核对；确属同一人请先在账号页改名"
Body = tuple[str, str]  # kind and name


@dataclass(frozen=True)
class People:
    """Whom the lines mean: `known` are the accounts there were, `new` the numbers of others."""

    known: dict[int, User]
    by_name: dict[str, int]
    by_phone: dict[str | None, int]
    names: dict[int, str]
    new: list[int]

    @classmethod
    def of(cls, frame: pl.DataFrame) -> People:
        told = Q(username__in=set(frame["username"])) | Q(phone__in=set(frame["phone"]) - {None})
        known = {person.pk: person for person in User.objects.filter(told)}
        return cls(
            known,
            {person.username: pk for pk, person in known.items()},
            {person.phone: pk for pk, person in known.items() if person.phone},
            {pk: person.name for pk, person in known.items()},
            [],
        )

    def add(self, row: dict[str, Any]) -> int:
        pk = take_ids(User, 1)[0]
        self.new.append(pk)
        self.names[pk] = row["name"]
        self.by_name[row["username"]] = pk
        if row["phone"]:
            self.by_phone[row["phone"]] = pk
        return pk


class UserImport(Importer):
    key, label = "users", "人员"
    writers = (Role.SYSTEM_ADMIN,)
    tables = (Organization, User, Grant, DutyRole)

    def open_to(self, actor: Actor) -> bool:
        console = actor.user_id is None and actor.holds(Role.OFFICE)
        return console or super().open_to(actor)

    def columns(self, actor: Actor) -> list[TemplateColumn]:
        return [*_who(), *_post(), *_since()]

    def plan(self, lines: Lines, actor: Actor) -> Plan:
        """Everything that is refused first: a refused line leaves no account and no body behind."""
        plan = Plan()
        frame = _places(_told(lines, plan), plan)
        frame, bodies = _bodies(plan.standing(frame), plan)
        frame, people = _people(plan.standing(frame), plan)
        frame = _posts(plan.standing(frame), plan, lines)
        new = frame.filter(pl.col("user_id").is_in(people.new)).unique(
            "user_id", keep="first", maintain_order=True
        )
        posts = frame.join(_held(frame, lines), on=POST, how="anti", nulls_equal=True)
        _write_bodies(pl.concat([new, posts]), bodies, plan)
        _write_people(new, plan)
        _write_phones(frame, people, plan)
        _write_posts(posts, plan, actor)
        return plan

    def filled(self, actor: Actor) -> pl.DataFrame:
        """The public posts, as they would be imported: which company has whom is not told."""
        held = DutyRole.objects.filter(user__is_active=True)
        held = held.exclude(role__in=[*ADMINISTRATORS, *BODY_BOUND])
        held = held.select_related("user__organization", "place", "organization").order_by(
            "user__name", "pk"
        )
        told = [
            (
                one.user.name,
                one.user.phone,
                one.user.username,
                one.get_role_display(),
                _public(one.organization or one.user.organization),
                str(one.place or ""),
                one.start,
                one.end,
                "",
            )
            for one in held
        ]
        headers = [column.header for column in self.columns(actor)]
        kinds = (*[pl.String] * 6, pl.Date, pl.Date, pl.String)
        return pl.DataFrame(told, schema=dict(zip(headers, kinds, strict=True)), orient="row")


def _public(body: Organization | None) -> str:
    return body.name if body and body.kind in PUBLIC_KINDS else ""


def _who() -> Iterator[TemplateColumn]:
    text, code = Kind.TEXT, Kind.CODE
    yield TemplateColumn(
        ColumnSpec("name", "姓名", text, required=True, max_length=40), "", "王示例"
    )
    yield TemplateColumn(
        ColumnSpec("phone", "手机号", code, aliases=("手机", "电话", "联系电话")),
        "11 位；用来收登录验证码",
        "13900000000",
    )
    yield TemplateColumn(
        ColumnSpec("username", "账号", code, aliases=("用户名", "登录名")), "不填就用手机号"
    )


def _post() -> Iterator[TemplateColumn]:
    roles = {
        role.value: (str(role.label), *WORDS.get(role, ()))
        for role in Role
        if role not in ADMINISTRATORS
    }
    text = Kind.TEXT
    yield TemplateColumn(
        ColumnSpec("role", "岗位", Kind.CHOICE, required=True, aliases=("角色",), choices=roles),
        "一人几个岗位就写几行；三员在账号页办理",
        "街道/园区",
    )
    yield TemplateColumn(
        ColumnSpec("organization", "单位", text, aliases=("所在单位", "单位名称"), max_length=120),
        "没有登记过的单位会同时登记",
        "向阳街道办事处",
    )
    yield TemplateColumn(
        ColumnSpec("place", "辖区", text, aliases=("街道/园区", "街道", "园区", "社区")),
        "街道/园区、社区岗位填名称或区划代码",
        "向阳街道",
    )


def _since() -> Iterator[TemplateColumn]:
    day = Kind.DATE
    yield TemplateColumn(ColumnSpec("start", "开始日期", day, aliases=("任职日期",)), "不填按今天")
    yield TemplateColumn(ColumnSpec("end", "结束日期", day, aliases=("离任日期",)), "长期就留空")
    yield TemplateColumn(
        ColumnSpec("basis", "依据文件", Kind.TEXT, aliases=("文号", "依据"), max_length=200),
        "任职文件的文号；不填写作“人员名单”",
    )


def _told(lines: Lines, plan: Plan) -> pl.DataFrame:
    """Phones without blanks and country code; the account is the phone where none is told."""
    missing = {n: pl.lit(None, k) for n, k in COLUMNS.items() if n not in lines.frame.columns}
    digits = pl.col("phone").str.replace_all(r"[\s\-—()（）]", "").str.replace(r"^(\+?86)", "")
    frame = lines.frame.with_columns(**missing).with_columns(phone=digits)
    frame = frame.with_columns(
        is_named=pl.col("username").is_not_null(), username=pl.coalesce("username", "phone")
    )
    wrong = frame.filter(~pl.col("phone").str.contains(r"^1\d{10}$"))
    plan.refuse(wrong[LINE], "phone", "请填写 11 位手机号")
    plan.refuse(frame.filter(pl.col("username").is_null())[LINE], "phone", "请填写手机号或账号")
    plan.refuse(frame.filter(pl.col("end") < pl.col("start"))[LINE], "end", "结束日期早于开始日期")
    return plan.standing(frame)


def _places(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """The area of a street's people may be told by their office alone."""
    untold = pl.col("role").is_in(AREA_BOUND) & pl.col("place").is_null()
    office = pl.col("organization").str.replace("(办事处|管委会|居委会)$", "")
    frame = frame.with_columns(place=pl.when(untold).then(office).otherwise("place"))
    keys = [(None, text) for text in frame["place"]]
    found = named(keys, Place.objects.filter(end=None), ("code", "name"))
    for line, role, key in zip(frame[LINE], frame["role"], keys, strict=True):
        if key[1] is None and role in AREA_BOUND:
            plan.refuse([line], "place", f"“{Role(role).label}”岗位需要辖区，请填写")
        elif key[1] is not None and len(found.get(key, ())) != 1:
            several, none = "有同名的辖区，请改填区划代码", "没有这个街道、园区或社区，请核对"
            plan.refuse([line], "place", several if key in found else none)
    only = [min(found[key]) if key in found else None for key in keys]
    return frame.with_columns(place_id=pl.Series(only, dtype=pl.Int64))


def _bodies(frame: pl.DataFrame, plan: Plan) -> tuple[pl.DataFrame, dict[int, Body]]:
    """`body_id`: where the person works; by their numbers the bodies that are not there yet."""
    levels = dict(Place.objects.filter(pk__in=set(frame["place_id"])).values_list("pk", "level"))
    rows = Organization.objects.unscoped("an administrator names bodies")
    rows = rows.filter(name__in=set(frame["organization"]) - {None})
    known = {(body.kind, body.name): body for body in rows}
    made: dict[tuple[str, str], int] = {}
    numbers: list[int | None] = []
    for line, role, name, place in frame.select(LINE, "role", "organization", "place_id").rows():
        kind = KIND_OF_BODY.get(role) or KIND_OF_AREA.get(levels.get(place, ""))
        number = None
        if name is None and role in BODY_BOUND:
            plan.refuse([line], "organization", f"“{Role(role).label}”岗位需要单位，请填写全称")
        elif name is not None and kind is None:
            plan.left_out.append((line, f"单位：“{Role(role).label}”不归入某个单位"))
        elif name is not None and kind is not None:
            body = known.get((kind, name))
            if body and body.successor_id:
                plan.refuse([line], "organization", "这个单位已撤并，请改填后继单位")
            if body is None and (kind, name) not in made:
                made[kind, name] = take_ids(Organization, 1)[0]
            number = body.pk if body else made[kind, name]
        numbers.append(number)
    return (
        frame.with_columns(body_id=pl.Series(numbers, dtype=pl.Int64)),
        {number: body for body, number in made.items()},
    )


def _people(frame: pl.DataFrame, plan: Plan) -> tuple[pl.DataFrame, People]:
    """`user_id`: the account of every line, a new number where there is none."""
    people = People.of(frame)
    numbers: list[int | None] = []
    for row in frame.rows(named=True):
        pk, owner = people.by_name.get(row["username"]), people.by_phone.get(row["phone"])
        if owner and owner != pk and (row["is_named"] or pk):
            plan.refuse([row[LINE]], "phone", "这个手机号已登记在另一个账号上，请核对")
        pk = pk or owner
        if pk is None:
            pk = people.add(row)
        if people.names[pk] != row["name"]:
            what = "账号" if row["is_named"] else "手机号"
            plan.refuse([row[LINE]], "name", OTHER.format(what=what, name=people.names[pk]))
        numbers.append(pk)
    return frame.with_columns(user_id=pl.Series(numbers, dtype=pl.Int64)), people


def _posts(frame: pl.DataFrame, plan: Plan, lines: Lines) -> pl.DataFrame:
    """Area and body as far as the post has them; the same post twice is refused."""
    over_area = [*AREA_BOUND, Role.LIAISON, Role.OPERATOR]
    frame = frame.with_columns(
        place_id=pl.when(pl.col("role").is_in(over_area)).then("place_id"),
        organization_id=pl.when(pl.col("role").is_in(list(KIND_OF_BODY))).then("body_id"),
        start=pl.col("start").fill_null(lines.given_on),
        basis=pl.col("basis").fill_null("人员名单"),
    ).with_columns(first=pl.col(ROW).first().over(POST))
    for line, row in frame.filter(pl.col("first") != pl.col(ROW))[[LINE, "first"]].rows():
        plan.refuse([line], "name", f"与第 {row} 行重复，请只保留一行")
    return plan.standing(frame)


def _held(frame: pl.DataFrame, lines: Lines) -> pl.DataFrame:
    """The posts these people hold, or that wait for the second administrator."""
    people = set(frame["user_id"])
    waiting = Grant.objects.unscoped("what these people were proposed for").filter(
        user_id__in=people, act=GrantAct.DUTY, state=GrantState.PROPOSED
    )
    lasting = Q(end=None) | Q(end__gte=lines.given_on)
    held = DutyRole.objects.filter(lasting, user_id__in=people)
    rows = [*held.values_list(*POST), *waiting.values_list(*POST)]
    return pl.DataFrame(rows, schema=frame.select(POST).schema, orient="row")


def _write_bodies(frame: pl.DataFrame, bodies: dict[int, Body], plan: Plan) -> None:
    named_ = frame.filter(pl.col("body_id").is_in(list(bodies))).unique("body_id", keep="first")
    told = [
        {LINE: line, "id": pk, "kind": bodies[pk][0], "name": bodies[pk][1], "place_id": place}
        for line, pk, role, place in named_.select(LINE, "body_id", "role", "place_id").rows()
        for place in [place if role in AREA_BOUND else None]
    ]
    if told:
        rows = pl.DataFrame(told, schema_overrides={"place_id": pl.Int64})
        plan.writes.append(Write(Organization, complete(Organization, rows)))


def _write_people(new: pl.DataFrame, plan: Plan) -> None:
    """Nobody knows their passwords: they come in by a single-use link or a code."""
    if new.height:
        rows = new.select(
            LINE,
            "username",
            "name",
            "phone",
            pl.col("user_id").alias("id"),
            pl.col("body_id").alias("organization_id"),
            pl.Series("password", [make_password(None) for _ in range(new.height)], pl.String),
        )
        plan.writes.append(Write(User, complete(User, rows)))


def _write_phones(frame: pl.DataFrame, people: People, plan: Plan) -> None:
    """Whoever has another number now; the first line that tells it counts."""
    told = frame.filter(pl.col("phone").is_not_null()).unique("user_id", keep="first")
    changed = [
        (line, pk, people.known[pk], phone)
        for line, pk, phone in told.select(LINE, "user_id", "phone").rows()
        if pk in people.known and people.known[pk].phone != phone
    ]
    if not changed:
        return
    schema = {LINE: pl.Int64, "id": pl.Int64, "phone": pl.String}
    phones = pl.DataFrame([(n, pk, new) for n, pk, _, new in changed], schema, orient="row")
    rows = stored(User.objects.filter(pk__in=[pk for _, pk, _, _ in changed])).drop("phone")
    plan.writes.append(Write(User, complete(User, rows.join(phones, on="id")), ("phone",)))
    effects = [(n, False, was.name, "手机号", was.phone, new) for n, _, was, new in changed]
    plan.effects = pl.concat([plan.effects, pl.DataFrame(effects, EFFECTS, orient="row")])


def _write_posts(posts: pl.DataFrame, plan: Plan, actor: Actor) -> None:
    if posts.is_empty():
        return
    model = Grant if actor.user_id else DutyRole
    rows = posts.with_columns(pl.Series("id", take_ids(model, posts.height), pl.Int64))
    rows = rows.select(LINE, "id", *POST, "start", "end", "basis")
    if model is DutyRole:
        rows = rows.drop("basis")
    else:
        rows = rows.with_columns(
            act=pl.lit(GrantAct.DUTY.value),
            proposed_by_id=pl.lit(actor.user_id, pl.Int64),
            proposed_as=pl.lit(Role.SYSTEM_ADMIN.value),
            proposed_at=pl.lit(timezone.now()),
        )
        plan.notes.append("岗位由另一位管理员在“授权复核”中批准后才有效。")
    plan.writes.append(Write(model, complete(model, rows)))
    label = pl.col("role").replace_strict({role.value: str(role.label) for role in Role})
    told = posts.with_columns(name=pl.concat_str("name", pl.lit("·"), label))
    plan.effects = pl.concat([plan.effects, new_rows(told)])
