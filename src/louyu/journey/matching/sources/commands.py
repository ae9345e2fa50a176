"""取数命令: `./louyu pull` fetches what is due, or one month of one source, and says what came."""

from __future__ import annotations

import argparse

from django.utils import timezone

from louyu.engines.measures import Period, PeriodError
from louyu.journey.matching.sources.models import FeedSource, Pull, PullState
from louyu.journey.matching.sources.pulling import begin
from louyu.journey.matching.sources.rounds import go_round
from louyu.journey.matching.sources.scheduling import expected
from louyu.kernel.commands import CommandRefused, command
from louyu.kernel.jobs.services import refresh_planner, run_job

CONSOLE = "the console"


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", nargs="?", default="", help="数据接入的名称；不填就取到期的各项")
    parser.add_argument("--period", default="", metavar="2026-09", help="哪个月，默认是该取的月份")


@command("pull", help="取外来数据：到期的各项，或指定的一项", configure=_configure)
def pull(options: argparse.Namespace) -> int:
    """Status 1 when something was held back or could not be fetched."""
    now = timezone.now()
    begun = [_one(options)] if options.source else go_round(now)
    for each in begun:
        if each.job_id:
            run_job(each.job_id)
    refresh_planner()
    rows = Pull.objects.unscoped(CONSOLE).select_related("source")
    ended = rows.filter(pk__in=[each.pk for each in begun]).order_by("pk")
    for each in ended:
        print(f"{each.source.name} {each.month}：{each.get_state_display()}")
        for sentence in [each.words, *(one["words"] for one in each.reasons)]:
            print(f"  {sentence}" if sentence else "", end="\n" if sentence else "")
    if not begun:
        print("没有到期的数据接入。")
    wrong = {PullState.FAILED, PullState.QUARANTINED}
    return 1 if any(each.state in wrong for each in ended) else 0


def _one(options: argparse.Namespace) -> Pull:
    source = FeedSource.objects.unscoped(CONSOLE).filter(name=options.source).first()
    if source is None:
        raise CommandRefused(f"没有名为“{options.source}”的数据接入，请在“数据接入”页核对名称。")
    try:
        period = Period(options.period) if options.period else None
    except PeriodError as wrong:
        raise CommandRefused(str(wrong)) from wrong
    wanted = period or expected(source, timezone.localdate())
    return begin(source=source, period=wanted, now=timezone.now())
