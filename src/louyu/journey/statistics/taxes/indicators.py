"""税收指标定义: what the buildings' payers paid, each declared once.

Sums from January on unless the name says otherwise (1–X月累计). Formulas follow the indicator
dictionary; the plan's words are 烟芝政发〔2017〕25号.
"""

from louyu.engines.measures import Aggregate, Coverage, Indicator, Measure, Part

_MATCHED = "能对应到期末存在楼宇的纳税人，退税抵减；未对应楼宇的税款不计；按期末管理街道归属"
SO_FAR = "本年1月起累计"
_TAXED = Coverage(known="taxed", words="有税收数据的楼宇")
_RETAINED = Coverage(known="retained_known", words="全部税款有区级收入依据的楼宇")
_TWELVE = Coverage(known="taxed_twelve", words="近12个月有税收数据的楼宇")
_TWO_YEARS = Coverage(known="taxed_two_years", words="有税收数据的楼宇")
_BUREAU = "区级收入取财政部门提供数，没有的按当月有效的税收分成逐税种折算"
_YEAR = f"{SO_FAR}，年内为“1–X月已达”；全口径税收"


def _counted(code: str, name: str, english: str, where: str, basis: str, source: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        english=english,
        measure=Measure.BUILDINGS,
        facts="taxed_buildings",
        numerator=Part(
            lambda row: row.building_id,
            f"{name}，按幢计",
            where=where,
            aggregate=Aggregate.DISTINCT,
        ),
        coverage=_TWO_YEARS if where == "newly" else _TAXED,
        basis=basis,
        source=source,
        since_january=True,
    )


def _money(
    code: str, name: str, english: str, facts: str, part: Part, basis: str, source: str,
    coverage: Coverage = _TAXED,
) -> Indicator:  # fmt: skip
    return Indicator(
        code=code,
        name=name,
        english=english,
        measure=Measure.MONEY,
        facts=facts,
        numerator=part,
        coverage=coverage,
        basis=basis,
        source=source,
        since_january=facts == "taxes",
    )


TAX_INDICATORS: tuple[Indicator, ...] = (
    _money(
        "TX01",
        "楼宇税收",
        "building tax, all levels",
        "taxes",
        Part(lambda row: row.yuan, "各楼宇纳税人入库税款之和"),
        f"{SO_FAR}；全口径；{_MATCHED}",
        "烟芝政发〔2017〕25号：楼宇税收",
    ),
    _money(
        "TX02",
        "楼宇税收（扣除房地产业）",
        "building tax without real estate",
        "taxes",
        Part(lambda row: row.yuan, "行业不属房地产业的纳税人税款之和", where="other_industry"),
        f"{SO_FAR}；行业门类 K 的纳税人不计，行业未知的计入；{_MATCHED}",
        "秀洲、鄞州通报口径；GB/T 4754-2017 门类 K",
    ),
    _money(
        "TX03",
        "楼宇区级收入",
        "district-level revenue",
        "taxes",
        Part(lambda row: row.retained, "各楼宇纳税人形成的区级收入之和"),
        f"{SO_FAR}；{_BUREAU}；两者都没有的不计",
        "烟芝政发〔2017〕25号：区级收入",
        coverage=_RETAINED,
    ),
    Indicator(
        code="TX04",
        name="楼宇经济区级收入对财政贡献率",
        english="fiscal contribution rate",
        measure=Measure.RATE,
        facts="taxes_and_revenue",
        numerator=Part(lambda row: row.retained, "楼宇区级收入"),
        denominator=Part(lambda row: row.revenue, "同期区一般公共预算收入"),
        coverage=_RETAINED,
        basis=f"{SO_FAR}；仅全区；{_BUREAU}；各月财政收入报齐才计",
        source="烟芝政发〔2017〕25号：区级财政贡献率",
        since_january=True,
    ),
    Indicator(
        code="TX06",
        name="单位面积税收",
        english="tax per square metre",
        measure=Measure.PER_AREA,
        facts="taxes_and_areas",
        numerator=Part(lambda row: row.yuan, "楼宇税收"),
        denominator=Part(lambda row: row.area, "商务面积"),
        coverage=_TAXED,
        basis=f"{SO_FAR}，不折算全年；分母为期末商务面积；{_MATCHED}",
        source="河西“单位商务面积”税收",
        since_january=True,
    ),
    _counted(
        "TX08",
        "税收亿元楼宇",
        "buildings with 100 million yuan of tax",
        "above_hundred_million",
        f"楼宇税收达到 1 亿元；{_YEAR}",
        "单体税收过亿通报口径",
    ),
    _counted(
        "TX09",
        "税收超千万元楼宇",
        "buildings with ten million yuan of tax",
        "above_ten_million",
        f"楼宇税收达到 1,000 万元，亿元楼宇在内；{_YEAR}",
        "烟芝政发〔2017〕25号：税收超千万元楼宇",
    ),
    _counted(
        "TX10",
        "新增税收超千万元楼宇",
        "buildings newly above ten million yuan",
        "newly",
        f"上年全年未达到而本年达到 1,000 万元；{_YEAR}；上年各月报齐才计",
        "烟芝政发〔2017〕25号：新增税收超千万元楼宇",
    ),
    _money(
        "TX13",
        "近12个月楼宇税收",
        "building tax of twelve months",
        "twelve_months",
        Part(lambda row: row.yuan, "最近 12 个月税款之和"),
        f"滚动 12 个月；{_MATCHED}；各月报齐才计",
        "本系统规定",
        coverage=_TWELVE,
    ),
)
TAX_BY_CODE = {indicator.code: indicator for indicator in TAX_INDICATORS}
