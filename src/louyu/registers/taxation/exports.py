"""涉税导出: what the screen shows and nothing more, marked with who took it and when."""

import logging
from io import BytesIO
from typing import Any

import polars as pl
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.utils import timezone
from django.views.decorators.http import require_GET

from louyu.engines.tables import SheetOut, marked, write_csv, write_table
from louyu.kernel.requests import Request
from louyu.registers.taxation.displays import Display
from louyu.registers.taxation.lookup import Payments
from louyu.registers.taxation.selection import select

log = logging.getLogger("louyu.export")
ENDINGS = ("xlsx", "csv")
YUAN = pl.Decimal(None, 2)
Schema = dict[str, Any]


@login_required
@require_GET
def totals(request: Request, ending: str) -> FileResponse:
    if ending not in ENDINGS:
        raise Http404
    selection = select(request)
    shown = selection.display
    name = f"{selection.place.name}{shown.tax.year}年税收"
    head = [f"{name}；单位：万元", *basis_of(shown)]
    return _file(request, name, ending, _totals(shown), head)


def basis_of(shown: Display) -> list[str]:
    covered = shown.coverage
    return [
        "口径：全口径税收，按税款所属月份，退税已扣减；企业税款全额计入其主要经营场所所在楼宇",
        f"覆盖：纳税户 {covered.payers} 户，已对应楼宇 {covered.matched} 户；"
        f"楼宇 {covered.buildings} 幢，其中按户汇总 {covered.named} 幢、"
        f"由税务部门提供合计 {covered.declared} 幢、未报送 {covered.silent} 幢",
        *(one.sentence for one in shown.withheld),
    ]


def _totals(shown: Display) -> pl.DataFrame:
    rows = [
        (line.row.name, f"{shown.tax.year}年{entry.period}", entry.number, entry.word)
        for line in [*shown.lines, shown.total]
        for entry in line.entries
    ]
    schema: Schema = {
        "范围": pl.String,
        "统计期": pl.String,
        "税收（万元）": YUAN,
        "说明": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def payments_file(request: Request, found: Payments, ending: str) -> FileResponse:
    rows = [
        (
            f"{row.month:%Y-%m}",
            row.get_tax_type_display(),
            row.yuan,
            row.retained_yuan,
            row.delivery.provider.name,
        )
        for row in found.rows
    ]
    schema: Schema = {"税款所属月份": pl.String, "税种": pl.String, "金额（元）": YUAN}
    schema |= {"区级留成（元）": YUAN, "来源": pl.String}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    name = f"{found.enterprise.name}税款"
    head = [name, f"查阅目的：{found.purpose}", *(one.sentence for one in found.withheld)]
    return _file(request, name, ending, frame, head)


def _file(
    request: Request, name: str, ending: str, frame: pl.DataFrame, head: list[str]
) -> FileResponse:
    now = timezone.localtime()
    taken = f"{request.actor.name} {now:%Y-%m-%d %H:%M}"
    address = request.get_full_path()
    if ending == "csv":
        out = BytesIO()
        write_csv(out, frame.with_columns(pl.lit(taken).alias("导出")))
    else:
        out = _workbook(SheetOut(name, frame, [*head, f"{settings.SYSTEM_NAME}·导出：{taken}"]))
        marks = {"导出人": f"{request.actor.user_id} {taken}", "导出地址": address}
        out = BytesIO(marked(out.getvalue(), marks))
    out.seek(0)
    log.info("tax: %s rows of %s to user %s", frame.height, address, request.actor.user_id)
    return FileResponse(out, as_attachment=True, filename=f"{name}{now:%Y%m%d}.{ending}")


def _workbook(sheet: SheetOut) -> BytesIO:
    out = BytesIO()
    write_table(out, [sheet])
    return out
