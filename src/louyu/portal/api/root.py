"""接口根: one set of addresses per declared noun; every refusal has the same shape."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Body, Header, NinjaAPI, Path, Query
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as Malformed
from ninja.renderers import JSONRenderer

from louyu.journey.statistics.scope import OFFICIALS
from louyu.kernel.history import acting
from louyu.kernel.history.entries import version
from louyu.kernel.resource import Resource, all_resources
from louyu.portal.api import figures, imports, jobs, rows
from louyu.portal.api.answers import READS, WRITES, once, told
from louyu.portal.api.rows import Refused
from louyu.portal.api.schemas import (
    BIGGEST,
    History,
    body_schema,
    page_schema,
    query_schema,
    row_schema,
)
from louyu.portal.api.tokens import Bearer, Session

# Their pages name tax and do not exist for whoever is no official: nor does the open
# description know them.
FOR_OFFICIALS = frozenset({"plans", "targets", "target-parts", "historical-figures"})


class Plain(JSONRenderer):
    """Chinese as it is written."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=Plain(),
    title="楼宇经济信息管理系统接口",
    version="1",
    docs_url=None,
    openapi_url=None,
    auth=[Bearer(), Session()],
    description="与页面同一范围、同一筛选；小数为字符串，单位见各字段说明。接口不提供需要查阅授权的数据。",
)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return told(refusal.status, *refusal.problems, **refusal.more)


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, refusal: Exception) -> HttpResponse:
    return told(401, ("unauthorized", "请用有效的接口令牌；浏览器会话只能读。", ""))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, refusal: Exception) -> HttpResponse:
    return told(404, ("not_found", "没有这条记录，或不在您的范围内。", ""))


@api.exception_handler(HttpError)
def _wrong(request: HttpRequest, refusal: HttpError) -> HttpResponse:
    return told(refusal.status_code, ("malformed", "请求的内容读不出来，请发送 JSON。", ""))


@api.exception_handler(Malformed)
def _malformed(request: HttpRequest, refusal: Malformed) -> HttpResponse:
    found = [("malformed", str(e["msg"]), ".".join(map(str, e["loc"][1:]))) for e in refusal.errors]
    return told(422, *found)


def _gate(request: Any, declared: Resource) -> None:
    if declared.key in FOR_OFFICIALS and not request.actor.holds(*OFFICIALS):
        raise Http404


def _told_as(declared: Resource) -> dict[str, Any]:
    shown = declared.key not in FOR_OFFICIALS
    return {"tags": [declared.label], "by_alias": True, "include_in_schema": shown}


def add(declared: Resource) -> None:
    """List, one row and its history; where anybody may write, create and change as well."""
    key, label = declared.key, declared.label
    row, page, asked = row_schema(declared), page_schema(declared), query_schema(declared)
    has_history = hasattr(declared.model, "pgh_event_model")

    def index(request: Any, query: asked = Query(...)) -> Any:  # type: ignore[valid-type]  # noqa: B008
        _gate(request, declared)
        return rows.listed(request, declared, query.dict())  # type: ignore[attr-defined]

    def detail(request: Any, pk: int = Path(..., ge=1, le=BIGGEST)) -> Any:
        _gate(request, declared)
        return rows.as_row(declared, rows.one(request, declared, pk), request)

    def past(
        request: Any,
        pk: int = Path(..., ge=1, le=BIGGEST),
        page: int = Query(1, ge=1, le=1_000_000),
    ) -> Any:
        _gate(request, declared)
        return rows.history(request, declared, pk, page)

    told_as = _told_as(declared)
    api.get(
        f"/{key}", response={200: page} | READS, summary=f"{label}列表", url_name=f"api-{key}",
        operation_id=f"list_{key}", **told_as,
    )(index)  # fmt: skip
    api.get(
        f"/{key}/{{pk}}", response={200: row} | READS, summary=label, url_name=f"api-{key}-row",
        operation_id=f"get_{key}", **told_as,
    )(detail)  # fmt: skip
    if has_history:
        api.get(
            f"/{key}/{{pk}}/history", response={200: History} | READS, summary=f"{label}变更记录",
            url_name=f"api-{key}-history", operation_id=f"history_{key}", **told_as,
        )(past)  # fmt: skip
    if declared.writers and has_history:
        _add_create(declared, told_as)
        _add_change(declared, told_as)


def _add_create(declared: Resource, told_as: dict[str, Any]) -> None:
    key, label, row = declared.key, declared.label, row_schema(declared)
    body, name = body_schema(declared), declared.model._meta.model_name

    def create(
        request: Any,
        sent: body = Body(...),  # type: ignore[valid-type]  # noqa: B008
        idempotency_key: str = Header(..., alias="Idempotency-Key", min_length=8, max_length=100),
    ) -> Any:
        _gate(request, declared)
        told, why = _told(sent)

        def act() -> tuple[int, dict[str, Any]]:
            with acting(request.actor, f"{name}_created", why=why):
                saved = rows.save(request, declared, None, told)
            return 201, rows.as_row(declared, rows.one(request, declared, saved.pk), request)

        return once(request, idempotency_key, told, act)

    api.post(
        f"/{key}", response={201: row} | WRITES, summary=f"登记{label}", url_name=f"api-{key}",
        operation_id=f"create_{key}", **told_as,
    )(create)  # fmt: skip


def _add_change(declared: Resource, told_as: dict[str, Any]) -> None:
    key, label, row = declared.key, declared.label, row_schema(declared)
    body, name = body_schema(declared), declared.model._meta.model_name

    def change(
        request: Any,
        sent: body = Body(...),  # type: ignore[valid-type]  # noqa: B008
        pk: int = Path(..., ge=1, le=BIGGEST),
        idempotency_key: str = Header(..., alias="Idempotency-Key", min_length=8, max_length=100),
    ) -> Any:
        _gate(request, declared)
        read = sent.version  # type: ignore[attr-defined]
        told, why = _told(sent)

        def act() -> tuple[int, dict[str, Any]]:
            one = rows.one(request, declared, pk)
            now = version(one)
            if now != read:
                stored = rows.as_row(declared, one, request)
                problem = ("changed", "有人改过这条记录，请核对后按现在的版本再改。", "")
                raise Refused(409, problem, version=now, stored=stored)
            with acting(request.actor, f"{name}_changed", why=why):
                rows.save(request, declared, one, told)
            return 200, rows.as_row(declared, rows.one(request, declared, pk), request)

        return once(request, idempotency_key, [pk, read, told], act)

    api.patch(
        f"/{key}/{{pk}}", response={200: row} | WRITES, summary=f"修改{label}",
        url_name=f"api-{key}-row", operation_id=f"change_{key}", **told_as,
    )(change)  # fmt: skip


def _told(sent: Any) -> tuple[dict[str, Any], str]:
    told = sent.dict(exclude_unset=True)
    told.pop("version", None)
    return told, told.pop("why", "")


for one in all_resources():
    # As what is open to anybody who sees its rows: a program is told no other column.
    add(one.read_by(None))
for prefix, router in (
    ("/figures", figures.router),
    ("/imports", imports.router),
    ("/jobs", jobs.router),
):
    api.add_router(prefix, router)
