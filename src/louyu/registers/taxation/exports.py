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
from louyu.registers.taxation.displays import Display, Entry
from louyu.registers.taxation.lookup import Payments
from louyu.registers.taxation.reconciling import gap_sentences, reconciled
from louyu.registers.taxation.selection import select

log = logging.getLogger("louyu.export")
ENDINGS = ("xlsx", "csv")
YUAN = pl.Decimal(None, 2)
Schema = dict[str, Any]
PLACED = (
    "企业税款全额计入其主要经营场所所在楼宇（没有标明主要的取入驻最早的），有几处的不重复计；"
    "楼宇合计加未落到楼宇等于全区来文合计"
)


@login_required
@require_GET
def totals(request: Request, ending: str) -> FileResponse:
    if ending not in ENDINGS:
        raise Http404
    selection = select(request)
    shown = selection.display
    name = f"{selection.place.name}{shown.tax.year}年税收"
    head = [f"{name}；单位：万元", *basis_of(shown)]
    return tax_file(request, name, ending, _totals(shown), head)


def basis_of(shown: Display) -> list[str]:
    covered = shown.coverage
    return [
        f"口径：{shown.tax.basis.label}税收（{shown.tax.basis.words}），按税款所属月份，退税已扣减；"
        f"{PLACED}",
        f"覆盖：纳税户 {covered.payers} 户，已对应楼宇 {covered.matched} 户；"
        f"楼宇 {covered.buildings} 幢，其中按户汇总 {covered.named} 幢、"
        f"由税务部门提供合计 {covered.declared} 幢、未报送 {covered.silent} 幢",
        *gap_sentences(shown),
        *(one.sentence for one in shown.withheld),
    ]


def _totals(shown: Display) -> pl.DataFrame:
    """A row for each sum on the screen: what two 口径 tell apart, how the district adds up."""
    basis = shown.tax.basis.label
    rows: list[tuple[Any, ...]] = []
    for line in [*shown.lines, *shown.foot]:
        rows += [(line.row.name, basis, *_told(shown, entry), None) for entry in line.entries]
        rows += [
            (line.row.name, one.basis.label, *_told(shown, Entry(shown.whole, one.yuan)), None)
            for one in line.contrasts
        ]
    for part in reconciled(shown)[:-1]:
        rows.append((part.label, basis, *_told(shown, part.month), part.month_payers))
        rows.append((part.label, basis, *_told(shown, part.so_far), part.payers))
    schema: Schema = {"范围": pl.String, "口径": pl.String, "统计期": pl.String}
    schema |= {"税收（万元）": YUAN, "税收（元）": YUAN, "说明": pl.String, "纳税户数": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _told(shown: Display, entry: Entry) -> tuple[Any, ...]:
    return f"{shown.tax.year}年{entry.period}", entry.number, entry.yuan, entry.word


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
    return tax_file(request, name, ending, frame, head)


def tax_file(
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
