"""统计命令: `./louyu compute` and `./louyu figures`."""

import argparse
import json
from typing import Any

from django.utils.timezone import localtime

from louyu.engines.measures import Period, PeriodError, Scale, month_of, months_of, printed
from louyu.journey.statistics.indicators import BASIS_VERSION
from louyu.journey.statistics.models import PeriodState
from louyu.journey.statistics.queries import Part, Reading, parts_of, readings_of, state_of
from louyu.journey.statistics.subjects import Subject, building_subject, place_subjects
from louyu.kernel.commands import CommandRefused, command
from louyu.kernel.jobs.services import refresh_planner
from louyu.kernel.scope import Actor
from louyu.registers.organizations.actors import console


def _configure_compute(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("period", metavar="PERIOD", help="2026-09、2026Q3 或 2024-10..2026-09")


@command("compute", help="计算一个月或一段月份的月度事实和指标", configure=_configure_compute)
def compute_months(options: argparse.Namespace) -> int:
    # Loaded here: ibis takes a second and every other verb does without it.
    from louyu.journey.statistics.computing import MonthRefused, compute

    actor, refusals = console("计算指标"), []
    for period in _periods(options.period):
        try:
            compute(period=period, actor=actor)
            print(f"{period} 已计算")
        except MonthRefused as refusal:
            refusals.append(str(refusal))
    refresh_planner()
    if refusals:
        raise CommandRefused("\n".join(refusals))
    return 0


def _periods(text: str) -> tuple[Period, ...]:
    try:
        return months_of(text)
    except PeriodError as error:
        raise CommandRefused(str(error)) from None


def _configure_figures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", required=True, help="2026-09；季度 2026Q3 取末月")
    parser.add_argument("--place", required=True, help="区、街道、园区的代码或楼宇编码")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


@command("figures", help="查看某月某地的指标及其下级", configure=_configure_figures)
def show_figures(options: argparse.Namespace) -> int:
    actor = console("查看指标")
    try:
        period = month_of(options.period)
    except PeriodError as error:
        raise CommandRefused(str(error)) from None
    subject = _subject(actor, options.place)
    state = state_of(period)
    if state is None:
        raise CommandRefused(f"{period.words}的指标还没有计算，请先运行 ./louyu compute {period}。")
    readings = readings_of(actor, subject, period)
    parts = parts_of(actor, subject, period) if subject.has_parts else []
    if options.json:
        document = as_json(state, subject, readings.values(), parts)
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(state, subject, readings.values())))
    return 0


def _subject(actor: Actor, code: str) -> Subject:
    places = {subject.code: subject for subject in place_subjects(actor)}
    found = places.get(code) or building_subject(actor, code)
    if found is None:
        known = "、".join(f"{subject.code} {subject.name}" for subject in places.values())
        raise CommandRefused(f"没有代码为“{code}”的区、街道、园区或楼宇。可用代码：{known}。")
    return found


def _lines(state: PeriodState, subject: Subject, readings: Any) -> list[str]:
    head = f"{subject.name} {state.month.words}（{state.get_status_display()}）"
    lines = [head, f"口径版本 {BASIS_VERSION}，{localtime(state.computed_at):%Y-%m-%d %H:%M} 计算"]
    for one in readings:
        number = f"{one.text} {one.unit}" if one.is_number else one.text
        lines.append(
            f"{one.indicator.code}  {one.indicator.name}  {number}"
            f"  环比 {one.on_previous.text}  同比 {one.on_year_words}  {one.coverage}"
        )
    return lines


def as_json(
    state: PeriodState, subject: Subject, readings: Any, parts: list[Part]
) -> dict[str, Any]:
    """Areas in ㎡ and counts exactly; `text` with `unit` is what pages print."""
    return {
        "period": str(state.month),
        "status": "f" if state.is_frozen else "p",
        "computed_at": localtime(state.computed_at).isoformat(timespec="seconds"),
        "basis_version": BASIS_VERSION,
        **_subject_json(subject, readings),
        "parts": [_subject_json(part.subject, part.readings.values()) for part in parts],
    }


def _subject_json(subject: Subject, readings: Any) -> dict[str, Any]:
    return {
        "place": {"code": subject.code, "name": subject.name, "level": subject.level},
        "figures": {one.indicator.code: _figure_json(one) for one in readings},
    }


def _figure_json(one: Reading) -> dict[str, Any]:
    value, exact = one.value, printed(one.value, one.indicator.measure, Scale.BUILDING)
    return {
        "name": one.indicator.name,
        "value": None if exact is None else float(exact),
        "numerator": None if value is None else float(value.numerator),
        "denominator": (
            None if value is None or value.denominator is None else float(value.denominator)
        ),
        "known": value.known if value else 0,
        "total": value.total if value else 0,
        "contributors": value.contributors if value else 0,
        "aggregate": one.indicator.aggregate.name.lower(),
        "text": one.text,
        "unit": one.unit,
    }
