"""隔离: what looks wrong with a file before it counts, each as a sentence with its numbers.

The file is compared with the last one of the same source that was taken; the bounds are in
thresholds.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from louyu.engines.measures import Period
from louyu.journey.matching.sources.profiles import Look, Profile, months_in
from louyu.journey.matching.sources.thresholds import Thresholds

# What is told of a doubt to those who may not know its numbers.
LABELS = {
    "unreadable": "文件读不了",
    "first": "第一份文件，等人核对",
    "empty": "没有数据行",
    "short": "行数明显偏少",
    "long": "行数明显偏多",
    "total": "行数与对方所报不符",
    "cut": "文件像是没有传完",
    "month": "不是这个月的数据",
    "headers": "表头有变化",
    "emptied": "有的列空了",
    "scale": "金额或面积与上次差得太多",
    "doubled": "有重复的行",
    "crowded": "同一户的行数突然变多",
    "strangers": "大部分户与上次不同",
    "refused": "不能采用的行太多",
    "broken": "文字编码有误",
    "same": "与别的月份是同一份",
    "late": "晚到多日",
    "stuck": "写入没有完成",
}


@dataclass(frozen=True)
class Doubt:
    code: str
    words: str


@dataclass(frozen=True)
class Arrival:
    """What is known of a file besides itself. `stated`: rows the provider says there are.

    `same_as`: months of which the same bytes were fetched before; `alike`: profiles of other
    months that were taken.
    """

    period: Period
    name: str
    arrived_on: date
    due_on: date | None = None
    stated: int | None = None
    same_as: tuple[Period, ...] = ()
    before: Profile | None = None
    before_of: Period | None = None
    alike: tuple[tuple[Period, Profile], ...] = ()


def outer(arrival: Arrival, bounds: Thresholds) -> Iterator[Doubt]:
    """What is wrong with a file whatever it holds."""
    others = months_in(arrival.name, arrival.period.year)
    if others and arrival.period.first not in others:
        told = "、".join(f"{one:%Y-%m}" for one in sorted(others))
        yield Doubt("month", f"文件名“{arrival.name}”写的是 {told}，应为 {arrival.period}。")
    for period in arrival.same_as:
        yield Doubt("same", f"与 {period} 的文件一模一样，请提供单位核对是不是发错了月份。")
    if arrival.due_on and (arrival.arrived_on - arrival.due_on).days > bounds.late_days:
        late = (arrival.arrived_on - arrival.due_on).days
        yield Doubt(
            "late",
            f"应于 {arrival.due_on} 前到，晚了 {late} 天（超过 {bounds.late_days} 天）；"
            "当月的通报可能已经签发，请确认还要采用。",
        )


def inner(
    arrival: Arrival, seen: Look, report: dict[str, Any], bounds: Thresholds
) -> Iterator[Doubt]:
    """What is wrong with its lines."""
    if not seen.profile.rows:
        yield Doubt("empty", "文件里没有一行数据。")
        return
    yield from _itself(arrival, seen, report, bounds)
    if arrival.before is None:
        yield Doubt(
            "first",
            f"这是本来源的第一份文件（{seen.profile.rows} 行），没有上一份可比，请人核对一次。",
        )
        return
    yield from _beside(arrival, arrival.before, seen.profile, bounds)


def _itself(
    arrival: Arrival, seen: Look, report: dict[str, Any], bounds: Thresholds
) -> Iterator[Doubt]:
    rows, period = seen.profile.rows, arrival.period
    if arrival.stated is not None and arrival.stated != rows:
        yield Doubt("total", f"对方说共 {arrival.stated} 行，收到 {rows} 行。")
    if seen.cut_short:
        yield Doubt("cut", "最后一行缺了末尾的格子，文件像是没有传完。")
    if seen.months and max(seen.months) != period.first:
        yield Doubt("month", f"表里写的是 {_listed(seen.months)}，应为 {period}。")
    if seen.titled and period.first not in seen.titled:
        yield Doubt("month", f"表题写的是 {_listed(seen.titled)}，应为 {period}。")
    refused = len({(cell["sheet"], cell["row"]) for cell in report["refused"]})
    if refused > bounds.refused * rows:
        yield Doubt(
            "refused",
            f"{rows} 行里有 {refused} 行不能采用（{refused / rows:.0%}），原因见导入的错误表。",
        )
    if seen.doubled > max(1, bounds.duplicated * rows):
        yield Doubt("doubled", f"{rows} 行里有 {seen.doubled} 行与别的行一模一样。")
    cells = rows * max(1, len(seen.profile.headers))
    if seen.broken_cells > bounds.broken_cells * cells:
        yield Doubt(
            "broken", f"有 {seen.broken_cells} 格是乱码，请提供单位用 UTF-8 或 GB18030 重发。"
        )
    for other, profile in arrival.alike:
        if _is_copy(profile, seen.profile):
            yield Doubt("same", f"行数和各列合计与 {other} 的分毫不差，像是把那个月的又发了一遍。")


def _listed(months: Iterable[date]) -> str:
    return "、".join(f"{one:%Y-%m}" for one in sorted(months))


def _is_copy(old: Profile, new: Profile) -> bool:
    sums = [(name, one.sum) for name, one in sorted(old.columns.items()) if one.sum]
    now = {name: one.sum for name, one in new.columns.items()}
    return bool(sums) and old.rows == new.rows and all(now.get(name) == told for name, told in sums)


def _beside(arrival: Arrival, old: Profile, new: Profile, bounds: Thresholds) -> Iterator[Doubt]:
    when = f"上次（{arrival.before_of}）"
    if new.rows < bounds.fewest_rows * old.rows:
        yield Doubt(
            "short", f"{new.rows} 行，{when}{old.rows} 行，少了 {1 - new.rows / old.rows:.0%}。"
        )
    if new.rows > bounds.most_rows * old.rows:
        yield Doubt(
            "long", f"{new.rows} 行，{when}{old.rows} 行，是 {new.rows / old.rows:.1f} 倍。"
        )
    lost, added = sorted({*old.headers} - {*new.headers}), sorted({*new.headers} - {*old.headers})
    if lost or added:
        told = [f"少了“{'”“'.join(lost)}”"] if lost else []
        told += [f"多了“{'”“'.join(added)}”"] if added else []
        yield Doubt("headers", f"表头与{when}不同：{'，'.join(told)}。")
    yield from _emptied(old, new, bounds, when)
    yield from _scaled(old, new, bounds, when)
    if old.keys and new.keys and new.rows / new.keys > bounds.crowded * old.rows / old.keys:
        yield Doubt(
            "crowded",
            f"平均一户 {new.rows / new.keys:.1f} 行，{when}{old.rows / old.keys:.1f} 行，"
            "请核对是否重复。",
        )
    share = known_share(old, new)
    if share is not None and share < bounds.known_keys:
        yield Doubt(
            "strangers",
            f"{when}的户里只有 {share:.0%} 出现在这份里，请核对是不是别的区或别的表。",
        )


def known_share(old: Profile, new: Profile) -> float | None:
    """Of the digests both samples would hold, those the new file has.

    A sample holds the lowest digests: below the lower of the two ends both are complete.
    """
    if not old.sample or not new.sample:
        return None
    whole = (old.keys <= len(old.sample), new.keys <= len(new.sample))
    ends = [
        one[-1] for one, all_of in zip((old.sample, new.sample), whole, strict=True) if not all_of
    ]
    before = [one for one in old.sample if not ends or one <= min(ends)]
    return len(set(before) & set(new.sample)) / len(before) if before else None


def _emptied(old: Profile, new: Profile, bounds: Thresholds, when: str) -> Iterator[Doubt]:
    for name, before in old.columns.items():
        now = new.columns.get(name)
        if now and before.filled >= bounds.full and now.filled < bounds.empty:
            yield Doubt(
                "emptied",
                f"“{before.label}”只有 {now.filled:.0%} 的行有值，{when}{before.filled:.0%}。",
            )


def _scaled(old: Profile, new: Profile, bounds: Thresholds, when: str) -> Iterator[Doubt]:
    for name, before in old.columns.items():
        now = new.columns.get(name)
        if now is None:
            continue
        pairs = (("中位数", before.median, now.median), ("合计", before.sum, now.sum))
        for word, earlier, later in pairs:
            if not earlier or later is None:
                continue
            times = later / earlier
            if not 1 / bounds.times < times < bounds.times:
                yield Doubt(
                    "scale",
                    f"“{before.label}”的{word}是 {later:,.2f}，{when}{earlier:,.2f}，"
                    f"是 {times:.3g} 倍，请核对单位。",
                )
                break
