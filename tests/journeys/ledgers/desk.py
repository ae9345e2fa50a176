"""区里的表: what the office, the finance and the tax bureau of the invented district send."""

from pathlib import Path
from typing import Any

import openpyxl

from tests.journeys.ledgers.rosters import AREA, STREETS, TOWERS, code, firm


def _written(path: Path, *rows: list[Any]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def places(path: Path) -> None:
    """Twelve-digit codes kept as numbers, the district's own with trailing zeros."""
    _written(
        path,
        ["统计用区划代码", "名称", "级别"],
        [int(f"{AREA}000000"), "桃源湖区", "区县"],
        *([int(f"{AREA}{n:03d}000"), name, "街道"] for n, name in enumerate(STREETS, start=1)),
    )


def users(path: Path) -> None:
    """Roles in the words of the office, a phone with blanks, one person twice."""
    _written(
        path,
        ["姓名", "手机号", "单位", "岗位", "街道/园区"],
        ["王试", "139 0000 0101", "桃源湖区楼宇办", "区楼宇办", None],
        ["李验", "13900000102", STREETS[0], "街道", STREETS[0]],
        ["李验", "13900000102", STREETS[0], "街道", STREETS[0]],
        ["赵例", "13900000103", "示例物业", "联络员", None],
    )


def key_buildings(path: Path) -> None:
    """A title above, dates in three ways, a former name, and a building nobody registered."""
    _written(
        path,
        ["桃源湖区2026年重点楼宇名单"],
        ["序号", "楼宇名称", "认定日期", "文号"],
        [1, TOWERS[0][1], "2026年1月15日", "桃政纪〔2026〕3号"],
        [2, TOWERS[1][2], "2026.1.15", "桃政纪〔2026〕3号"],
        [3, "不存在的大厦", "2026-01-15", "桃政纪〔2026〕3号"],
    )


def history(path: Path) -> None:
    """Figures of earlier years without any detail behind them."""
    _written(
        path,
        ["指标", "区划", "楼宇", "年份", "月份", "数值", "单位", "来源文件"],
        ["入驻市场主体数", "桃源湖区", None, "2024年", None, 312, "户", "2024年楼宇经济年报"],
        ["入驻市场主体数", "桃源湖区", None, 2025, None, "３５８", "户", "2025年楼宇经济年报"],
        ["入驻率", "桃源湖区", None, 2025, None, "约85", "%", "2025年楼宇经济年报"],
    )


def tax(path: Path) -> None:
    """Sums from January on in 万元, one firm without a code."""
    _written(
        path,
        ["桃源湖区企业税收（2026年1—9月累计，单位：万元）"],
        ["纳税人识别号", "纳税人名称", "1-9月累计（万元）", "1-9月区级留存（万元）"],
        [code(1), firm(1), 120.5, 48.2],
        [code(3), firm(3), "1,088.00", 435.2],
        [None, firm(2), 15, 6],
        ["合计", None, 1223.5, 489.4],
    )


def fiscal(path: Path) -> None:
    """One line a month; a month that is not over yet is empty."""
    _written(
        path,
        ["月份", "一般公共预算收入（万元）"],
        *([f"2026年{month}月", 10_000 + 37 * month] for month in range(1, 10)),
        ["2026年10月", None],
    )


def industries(path: Path) -> None:
    """Local industries and the national codes they gather, in small letters and full width."""
    _written(
        path,
        ["产业", "行业代码", "依据", "开始日期"],
        ["数字经济", "i65", "桃政发〔2026〕1号", "2026-01-01"],
        ["数字经济", "Ｉ64", "桃政发〔2026〕1号", "2026-01-01"],
        ["现代金融", "J66、J67", "桃政发〔2026〕1号", "2026-01-01"],
    )
