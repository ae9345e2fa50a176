"""涉税命令: `./louyu tax-package` writes the roster that goes to the tax bureau."""

import argparse
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from louyu.engines.measures import Period, PeriodError
from louyu.kernel.commands import CommandRefused, command
from louyu.registers.taxation.package import write_package


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", required=True, metavar="2026-09", help="哪个月")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FILE", help="写到哪里")


@command("tax-package", help="写出交税务部门汇总的入驻名单和空白合计表", configure=_configure)
def tax_package(options: argparse.Namespace) -> int:
    try:
        period = Period(options.period)
    except PeriodError as wrong:
        raise CommandRefused(str(wrong)) from wrong
    actor = import_string(settings.ACTOR_LOADER)(None)
    rows = write_package(options.out, period=period, actor=actor)
    print(f"已写出 {options.out}：{rows} 户。")
    return 0
