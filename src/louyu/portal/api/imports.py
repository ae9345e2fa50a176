"""导入接口: a file sent, what it would change and what was refused, and its confirmation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from louyu.kernel.scope import Actor
from louyu.portal.api.answers import READS, WRITES, Key, Pk, cut, once
from louyu.portal.api.jobs import JobOut
from louyu.portal.api.rows import Refused
from louyu.portal.api.schemas import Paged, Paging
from louyu.portal.imports.forms import MappingForm, UploadForm
from louyu.portal.imports.pages import kinds_for, start
from louyu.portal.imports.review import counts
from louyu.registers.deliveries import services
from louyu.registers.deliveries.models import Import
from louyu.registers.deliveries.services import ImportRefused
from louyu.registers.deliveries.undoing import request_undo

router = Router(tags=["导入"])


class Sent(Schema):
    """The fields of the page beside the file."""

    kind: str = Field(description="哪种表，例如 roster、buildings、units", max_length=40)
    mapping_name: str = Field("", description="列的对应，按名称；不填按表头识别", max_length=60)
    period: str = Field("", description="按月申报的楼宇表说的是哪个月末，2026-09", max_length=7)


class CountsOut(Schema):
    """rows = created + updated + unchanged + refused + same."""

    rows: int
    created: int
    updated: int
    unchanged: int
    refused: int
    same: int = Field(description="疑似同一，等人确认")


class ImportOut(Schema):
    id: int
    kind: str
    file: str
    state: str = Field(
        description="checking 检查中；preview 待确认；applying 写入中；applied 已导入；"
        "refused 未导入；undoing 撤销中；undone 已撤销"
    )
    refusal: str = Field(description="整份文件未导入的原因")
    counts: CountsOut | None
    job: JobOut | None
    created_at: datetime
    applied_at: datetime | None


class Imports(Paged):
    items: list[ImportOut]


class Columns(Schema):
    columns: dict[str, str] = Field(
        description="文件的表头 → 字段；没有写的和为空的列不导入，字段见该表的模板"
    )
    remember_as: str = Field("", description="按此名称记住", max_length=60)


class Decision(Schema):
    """Of a row held back, as `/refusals` names it."""

    sheet: str = Field("", max_length=200)
    row: int = Field(ge=1, le=10_000_000)
    same: bool = Field(description="true 是同一个；false 是另一个")


class Refusal(Schema):
    """A cell that was refused, or a row held back because it may be one we know."""

    held: bool
    sheet: str = Field(description="csv 没有工作表，为空")
    row: int
    column: str
    value: str
    reason: str


class Refusals(Paged):
    items: list[Refusal]


def _visible(actor: Actor) -> QuerySet[Import]:
    return Import.objects.visible_to(actor).select_related("file", "job")


def _told(row: Import) -> ImportOut:
    told = counts(row)
    return ImportOut(
        id=row.pk,
        kind=row.kind,
        file=row.file.name,
        state=row.state,
        refusal=row.refusal,
        counts=CountsOut.from_orm(told) if told else None,
        job=JobOut.from_orm(row.job) if row.job else None,
        created_at=row.created_at,
        applied_at=row.applied_at,
    )


@router.post("", response={201: ImportOut} | WRITES, summary="发送文件", url_name="api-imports")
def send(
    request: Any,
    sent: Form[Sent],
    file: File[UploadedFile],
    idempotency_key: Key,
) -> Any:
    """Checked in the background; nothing is written before it is confirmed."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)

    def act() -> tuple[int, dict[str, Any]]:
        told = sent.dict() | {"key": uuid4().hex}
        form = UploadForm(request.actor, kinds_for(request.actor), told, {"file": file})
        if not form.is_valid():
            raise _refused(form)
        try:
            row = start(request.actor, form)
        except ImportRefused as refusal:
            raise Refused(422, ("invalid", str(refusal), "file")) from refusal
        return 201, _told(row).dict()

    return once(request, idempotency_key, [sent.dict(), file.name, digest.hexdigest()], act)


@router.get("", response={200: Imports} | READS, summary="导入列表", url_name="api-imports")
def index(request: Any, asked: Query[Paging]) -> Any:
    return cut(_visible(request.actor), asked, _told)


@router.get("/{pk}", response={200: ImportOut} | READS, summary="导入", url_name="api-import")
def detail(request: Any, pk: Pk) -> Any:
    return _told(get_object_or_404(_visible(request.actor), pk=pk))


@router.get(
    "/{pk}/refusals",
    response={200: Refusals} | READS,
    summary="未导入的格和行",
    url_name="api-import-refusals",
)
def refusals(request: Any, pk: Pk, asked: Query[Paging]) -> Any:
    report = get_object_or_404(_visible(request.actor), pk=pk).report
    cells = [{"held": False} | cell for cell in report.get("refused", ())]
    cells += [{"held": True} | cell for cell in report.get("held", ())]
    return cut(cells, asked, Refusal.model_validate)


@router.post(
    "/{pk}/mapping",
    response={200: ImportOut} | WRITES,
    summary="对应各列",
    url_name="api-import-mapping",
)
def mapping(request: Any, pk: Pk, sent: Columns, idempotency_key: Key) -> Any:
    """The file is checked again, in the background."""

    def step(row: Import) -> Any:
        if unknown := sorted(set(sent.columns) - set(row.headers)):
            words = f"文件里没有这些表头：{'、'.join(unknown)[:100]}。"
            raise Refused(422, ("invalid", words, "columns"))
        told = {f"column{i}": sent.columns.get(name, "") for i, name in enumerate(row.headers)}
        form = MappingForm(row, request.actor, told | {"remember_as": sent.remember_as})
        if not form.is_valid():
            raise _refused(form)
        return services.set_mapping(
            actor=request.actor, row=row, columns=form.chosen, remember_as=sent.remember_as
        )

    return _once(request, idempotency_key, pk, sent.dict(), step)


@router.post(
    "/{pk}/decisions",
    response={200: ImportOut} | WRITES,
    summary="疑似同一的一行是不是",
    url_name="api-import-decisions",
)
def decide(request: Any, pk: Pk, sent: Decision, idempotency_key: Key) -> Any:
    """The file is checked again, in the background."""

    def step(row: Import) -> Any:
        return services.decide(
            actor=request.actor, row=row, sheet=sent.sheet, number=sent.row, same=sent.same
        )

    return _once(request, idempotency_key, pk, sent.dict(), step)


def _add_step(
    name: str, summary: str, words: str, service: Callable[..., Any], *, own: bool = True
) -> None:
    def step(request: Any, pk: Pk, idempotency_key: Key) -> Any:
        act = partial(service, actor=request.actor)
        return _once(request, idempotency_key, pk, None, lambda row: act(row=row), own=own)

    router.post(
        f"/{{pk}}/{name}",
        response={200: ImportOut} | WRITES,
        summary=summary,
        description=words,
        url_name=f"api-import-{name}",
        operation_id=f"{name}_import",
    )(step)


def _once(
    request: Any, key: str, pk: int, sent: Any, step: Callable[[Import], Any], *, own: bool = True
) -> Any:
    """`own`: a step for whoever sent the file alone."""

    def act() -> tuple[int, dict[str, Any]]:
        whose = {"owner_id": request.actor.user_id} if own else {}
        row = get_object_or_404(_visible(request.actor), pk=pk, **whose)
        try:
            step(row)
        except ImportRefused as refusal:
            raise Refused(422, ("invalid", str(refusal), "")) from refusal
        return 200, _told(_visible(request.actor).get(pk=pk)).dict()

    return once(request, key, [pk, sent], act)


def _refused(form: BaseForm) -> Refused:
    found = [(name, str(e)) for name, errors in form.errors.items() for e in errors]
    return Refused(422, *(("invalid", message, name) for name, message in found))


_add_step("confirm", "确认导入", "在后台写入预览所示的内容；两次等于一次。", services.confirm)
_add_step("discard", "放弃导入", "放弃还没有确认的文件；已写入的请撤销。", services.discard)
_add_step("undo", "撤销导入", "在后台撤销；之后有人改过的不动。", request_undo, own=False)
