"""采集: the batch verb that opens a month."""

import argparse

from django.utils import timezone

from louyu.engines.measures import Period, PeriodError
from louyu.journey.collection.opening import MonthRefused, open_month, this_month
from louyu.kernel.commands import CommandRefused, command
from louyu.registers.organizations.actors import console


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("month", help="月份，例如 2026-11")


@command("open-month", help="开启一个月的数据更新，重复执行不变", configure=_configure)
def open_month_of_collection(options: argparse.Namespace) -> int:
    try:
        month = Period(options.month)
    except PeriodError as refusal:
        raise CommandRefused(str(refusal)) from None
    today = timezone.localdate()
    try:
        opened = open_month(
            month=this_month(month, today), day=today, actor=console("开启月度更新")
        )
    except MonthRefused as refusal:
        raise CommandRefused(str(refusal)) from None
    print(
        f"{opened.cycle}：应报 {opened.due} 幢，本次新列入 {opened.added} 幢，"
        f"截止 {opened.cycle.due_on:%Y-%m-%d}"
    )
    return 0
