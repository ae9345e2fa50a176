"""表格命令: `./louyu import` takes a file in, `./louyu template` writes one to fill."""

import argparse
import json
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from louyu.engines.tables import Refused
from louyu.kernel.commands import CommandRefused, command
from louyu.kernel.files.services import store_path
from louyu.kernel.intake import all_kinds, importer
from louyu.kernel.jobs.services import refresh_planner
from louyu.kernel.scope import Actor
from louyu.registers.deliveries import services
from louyu.registers.deliveries.models import DataClass, Import, ImportState
from louyu.registers.deliveries.pipeline import SHOWN, lay_out, propose, read, report
from louyu.registers.deliveries.source import UNITS, USUAL, provider
from louyu.registers.deliveries.templates import template_for
from louyu.registers.deliveries.undoing import undo

LISTED = 20


def _configure_kind(parser: argparse.ArgumentParser) -> None:
    kinds = [kind.key for kind in all_kinds()]
    parser.add_argument("kind", choices=kinds, metavar="KIND", help="、".join(kinds))


def _configure_import(parser: argparse.ArgumentParser) -> None:
    _configure_kind(parser)
    parser.add_argument("file", type=Path, metavar="FILE", help="xlsx、xls、csv、csv.gz 或 GeoJSON")
    parser.add_argument("--map", default="", metavar="NAME", help="按此名称记住的列对应")
    about = parser.add_argument_group("来源（有来源的表格必填前四项）")
    about.add_argument("--period", default="", metavar="2026-09", help="所属期")
    about.add_argument("--provider", default="", metavar="单位", help="提供单位的名称")
    about.add_argument("--basis", default="", help="提供数据的法律依据")
    about.add_argument("--purpose", default="", help="使用目的")
    about.add_argument("--unit", default="", choices=UNITS, help="表头没有写明的金额单位")
    about.add_argument("--cumulative", action="store_true", help="金额是 1—X 月累计数")
    about.add_argument("--number", default="", metavar="编号", help="数据目录或申请编号")
    about.add_argument(
        "--class",
        dest="data_class",
        type=int,
        default=DataClass.GUARDED,
        choices=DataClass.values,
        help="数据级别，默认 4",
    )
    about.add_argument(
        "--users",
        default="",
        metavar="WORDS",
        help=f"可使用的岗位，以逗号分隔，默认 {','.join(USUAL)}",
    )
    about.add_argument("--until", default=None, metavar="2027-12-31", help="使用期限")
    parser.add_argument("--place", default="", metavar="CODE", help="表中的楼宇都在这个区划之内")
    systems = ("cgcs2000", "gcj02", "bd09")
    parser.add_argument("--coordinates", default="", choices=systems, help="表中坐标的坐标系")
    parser.add_argument("--same", default="", metavar="ROWS", help="这些疑似行就是同一个，如 3,5")
    parser.add_argument("--other", default="", metavar="ROWS", help="这些疑似行是另一个")
    parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="错误表写到哪里")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


@command("import", help="导入表格：合格的行写入，其余的逐格说明原因", configure=_configure_import)
def import_file(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        raise CommandRefused(f"找不到文件 {options.file}，请核对路径。")
    try:
        outcome = _outcome(options, import_string(settings.ACTOR_LOADER)(None))
    except (Refused, services.ImportRefused) as refusal:
        raise CommandRefused(str(refusal)) from refusal
    shown = {key: outcome[key] for key in SHOWN}
    print(json.dumps(shown, ensure_ascii=False, indent=1) if options.json else _told(outcome))
    taken = outcome["created"] + outcome["updated"] + outcome["unchanged"]
    return 0 if taken else 1


def _configure_template(parser: argparse.ArgumentParser) -> None:
    _configure_kind(parser)
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FILE", help="写到哪里")
    parser.add_argument("--filled", action="store_true", help="连同已登记的数据")


def _configure_undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", type=int, metavar="IMPORT", help="导入的编号")


@command("undo", help="撤销一次导入：删去它新增的，恢复它改动的", configure=_configure_undo)
def undo_import(options: argparse.Namespace) -> int:
    row = Import.objects.unscoped("the console").filter(pk=options.number).first()
    if row is None:
        raise CommandRefused(f"没有编号为 {options.number} 的导入。")
    try:
        told = undo(row, import_string(settings.ACTOR_LOADER)(None)).undo
    except services.ImportRefused as refusal:
        raise CommandRefused(str(refusal)) from refusal
    print(f"已撤销：删去 {told['removed']} 条，恢复 {told['restored']} 条。")
    for kept in told["kept"]:
        print(
            f"  没有撤销：{kept['what']} {kept['name']}：{kept['why']}，{kept['who']} {kept['at']}"
        )
    return 0


@command("template", help="写出某种表格的导入模板", configure=_configure_template)
def template(options: argparse.Namespace) -> int:
    actor = import_string(settings.ACTOR_LOADER)(None)
    template_for(options.kind, actor, options.out, filled=options.filled)
    print(f"已写出 {options.out}")
    return 0


def _outcome(options: argparse.Namespace, actor: Actor) -> dict[str, Any]:
    mapping = services.remembered(actor, options.kind, options.map)
    if options.map and not mapping:
        raise CommandRefused(f"没有名为“{options.map}”的列对应。")
    about = _about(options, actor)
    if options.dry_run:
        told = about | {"file": 0, "sha256": sha256(options.file.read_bytes()).hexdigest()}
        kind = importer(options.kind).for_file(told)
        layout = lay_out(options.file, kind, actor, mapping)
        reading = read(layout, actor, timezone.localdate(), _decisions(options))
        outcome = report(reading, propose(reading))
        if options.errors:
            services.error_workbook(options.file, layout.table, outcome, options.errors)
        return outcome
    row = Import.objects.create(
        kind=options.kind,
        file=store_path(options.file, owner_id=actor.user_id),
        state=ImportState.APPLYING,
        mapping_name=options.map,
        mapping=mapping,
        about=about,
        decisions=_decisions(options),
    )
    services.apply(row, actor)
    refresh_planner()
    if options.errors and row.error_file:
        suffix = Path(row.error_file.name).suffix
        shutil.copyfile(row.error_file.path, options.errors.with_suffix(suffix))
    return dict(row.report) | {"import": row.pk}


def _about(options: argparse.Namespace, actor: Actor) -> dict[str, Any]:
    if not importer(options.kind).sourced:
        return services.shipped_about(options.kind, options.map) | _located(options)
    return {
        "period": options.period,
        "provider": provider(options.provider, actor).pk if options.provider else None,
        "basis": options.basis,
        "purpose": options.purpose,
        "data_class": options.data_class,
        "application_number": options.number,
        "allowed_roles": options.users.split(",") if options.users else [*USUAL],
        "valid_until": options.until,
        "unit": options.unit,
        "cumulative": options.cumulative,
    }


def _located(options: argparse.Namespace) -> dict[str, Any]:
    """What was said of a file that needs no data-use record."""
    told = {"period": options.period, "place": options.place, "coordinates": options.coordinates}
    return {name: value for name, value in told.items() if value}


def _decisions(options: argparse.Namespace) -> dict[str, bool]:
    """--same 3,5: these rows are the ones they resemble; --other 7: this one is another."""
    return {
        f":{row.strip()}": same
        for rows, same in ((options.same, True), (options.other, False))
        for row in rows.split(",")
        if row.strip()
    }


def _told(outcome: dict[str, Any]) -> str:
    refused = len({(cell["sheet"], cell["row"]) for cell in outcome["refused"]})
    number = f"（导入编号 {outcome['import']}）" if "import" in outcome else ""
    lines = [
        f"共 {outcome['rows']} 行：新增 {outcome['created']}，修改 {outcome['updated']}，"
        f"不变 {outcome['unchanged']}，拒绝 {refused}，疑似同一 {len(outcome['possible_same'])}。"
        + number
    ]
    for cell in outcome["refused"][:LISTED]:
        place = f"{cell['sheet']} 第 {cell['row']} 行".strip()
        lines.append(f"  {place}「{cell['column']}」{cell['value']}：{cell['reason']}")
    lines += [
        f"  第 {doubt['row']} 行疑似「{doubt['candidate']}」：{doubt['why']}"
        for doubt in outcome["possible_same"][:LISTED]
    ]
    lines += [
        f"  第 {cell['row']} 行「{cell['column']}」{cell['value']} 略去：{cell['reason']}"
        for cell in outcome["left_out"][:LISTED]
    ]
    lines += [
        f"  第 {one['row']} 行 {one['name']}「{one['column']}」"
        f"{one['before'] or '（空）'} → {one['after'] or '（空）'}"
        for one in outcome["changes"][:LISTED]
    ]
    lines += [f"  {note['text']}" for note in outcome["notes"] if not note["sheet"]]
    left = max(len(outcome["refused"]), len(outcome["possible_same"])) - LISTED
    if left > 0:
        lines.append(f"  ……另有 {left} 条，用 --json 查看全部。")
    return "\n".join(lines)
