"""区划命令: `places load` reads published tables of official codes."""

import argparse
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from louyu.kernel.commands import CommandRefused, command
from louyu.registers.places.official import PlacesRefused, load


def _configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="load")
    adding = acts.add_parser("load", help="按官方代码表建立区、街道、社区")
    adding.add_argument("files", nargs="+", type=Path, metavar="FILE", help="csv 或 csv.gz")
    adding.add_argument("--district", required=True, metavar="代码", help="六位区县代码")


@command("places", help="按官方代码表建立本区的街道和社区", configure=_configure)
def places(options: argparse.Namespace) -> int:
    try:
        actor = import_string(settings.ACTOR_LOADER)(None)
        done = load(options.files, district=options.district, actor=actor)
    except PlacesRefused as refusal:
        raise CommandRefused(str(refusal)) from None
    print(f"区划：新增 {done.created}，改名 {done.renamed}，不变 {done.unchanged}。")
    return 0
