"""通报: the batch verb that writes a bulletin as a Word file."""

import argparse
from pathlib import Path

from louyu.engines.measures import PeriodError
from louyu.journey.publication.issuing import render
from louyu.journey.publication.models import Bulletin, BulletinKind, BulletinState
from louyu.journey.publication.services import draft, in_force, retake
from louyu.journey.publication.spans import Span, span_of
from louyu.journey.publication.taking import FiguresMissing
from louyu.kernel.commands import CommandRefused, command
from louyu.registers.organizations.actors import console
from louyu.registers.places.models import Place


def _configure(parser: argparse.ArgumentParser) -> None:
    words = "通报类别：quarterly 季度通报，monthly 月度通报"
    parser.add_argument("kind", choices=BulletinKind.values, help=words)
    parser.add_argument("period", help="季度或月份，例如 2026Q3、2026-10")
    parser.add_argument("--place", required=True, metavar="CODE", help="区划代码，例如 370602")
    parser.add_argument("-o", "--out", type=Path, default=Path(), metavar="DIR", help="输出文件夹")


@command("bulletin", help="生成通报的 Word 文档", configure=_configure)
def bulletin(options: argparse.Namespace) -> int:
    """A draft follows the figures as they stand; what was issued is handed out as it was kept."""
    try:
        span = span_of(options.period)
        if BulletinKind.of(span) != options.kind:
            raise CommandRefused("季度通报写季度，例如 2026Q3；月度通报写月份，例如 2026-10。")
        found = _current(span, options.place)
    except (PeriodError, FiguresMissing) as refusal:
        raise CommandRefused(str(refusal)) from None
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / f"{found}.docx"
    path.write_bytes(found.file.path.read_bytes() if found.file else render(found))
    print(path)
    return 0


def _current(span: Span, code: str) -> Bulletin:
    place = Place.objects.filter(code=code).first()
    if place is None:
        raise CommandRefused(
            f"没有代码为 {code} 的区划。请核对代码，或先用 ./louyu import places 导入。"
        )
    actor = console("生成通报")
    found = in_force(draft(span=span, place=place, actor=actor))
    if found.state == BulletinState.DRAFT:
        retake(found, actor=actor)
        found.refresh_from_db()
    return found
