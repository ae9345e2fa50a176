"""维护指标: how far the monthly round was answered, in time, in full and looked at.

Data is measured, never a person's presence: a building that answered late counts once as late,
and nobody's log-ins count at all.
"""

from louyu.engines.measures import Aggregate, Coverage, Indicator, Measure, Part

_LISTED = Coverage(known="due", words="列入当月月度更新、没有免报的楼宇", where="listed")
_WHOSE = "以当月开启月度更新时列入的楼宇和所属街道、园区为准，本月免报的不计"
_SYSTEM = "本系统规定；烟芝政发〔2017〕25号：楼宇信息管理系统运行维护情况定期通报"


def _of_buildings(
    code: str, name: str, english: str, part: tuple[str, str], of: tuple[str, str], basis: str
) -> Indicator:
    """A share of buildings: a column with its words, of another with its words."""
    numerator, denominator = (
        Part(lambda row: row.building_id, words, where=where, aggregate=Aggregate.DISTINCT)
        for where, words in (part, of)
    )
    return Indicator(
        code=code,
        name=name,
        english=english,
        measure=Measure.RATE,
        facts="duties",
        numerator=numerator,
        denominator=denominator,
        coverage=_LISTED,
        basis=f"{basis}；{_WHOSE}",
        source=_SYSTEM,
        of_the_month=True,
    )


_DUE = ("due", "应报楼宇")

UPKEEP: tuple[Indicator, ...] = (
    _of_buildings(
        "WK02",
        "月度按时填报率",
        "buildings updated on time",
        ("on_time", "按时报送的楼宇"),
        _DUE,
        "按最近一次报送的日期；截止日为当月最后一个工作日；退回后没有再报的按没有报送计",
    ),
    _of_buildings(
        "WK02B",
        "月度报送率",
        "buildings updated",
        ("handed_in", "已报送的楼宇"),
        _DUE,
        "计算时待核实和已核实的楼宇，逾期补报的计入；退回后没有再报的按没有报送计",
    ),
    _of_buildings(
        "WK02C",
        "一次通过率",
        "updates accepted at first look",
        ("passed_first", "没有退回过、已核实的楼宇"),
        ("looked_at", "街道、园区或区楼宇办看过的楼宇"),
        "看过一次以上的楼宇中，一次也没有退回而核实通过的",
    ),
    _of_buildings(
        "WK02D",
        "月度核实率",
        "updates accepted",
        ("accepted", "核实通过的楼宇"),
        _DUE,
        "由报送人以外的人核实通过",
    ),
    Indicator(
        code="WK03",
        name="数据完整率",
        english="completeness of data",
        measure=Measure.RATE,
        facts="duties",
        numerator=Part(lambda row: row.filled_fields, "已填的必填项", where="due"),
        denominator=Part(lambda row: row.required_fields, "必填项", where="due"),
        coverage=_LISTED,
        basis="月末在楼的每家市场主体：统一社会信用代码、行业代码、从业人数、使用房源"
        "（没有登记商务房源的楼宇不要求），租赁的另有租约到期日；每间商务房源：使用或空置状态。"
        f"虚拟注册不计；依计算时的登记；{_WHOSE}",
        source=_SYSTEM,
        of_the_month=True,
    ),
    Indicator(
        code="WK04",
        name="核实准确率",
        english="records found right on the spot",
        measure=Measure.RATE,
        facts="duties",
        numerator=Part(lambda row: row.found_right, "与现场一致的记录", where="due"),
        denominator=Part(lambda row: row.sampled, "抽查中已到现场看过的记录", where="due"),
        coverage=Coverage(known="sampled", words="抽查过的应报楼宇", where="due"),
        basis="街道、园区每月按随机数抽取报送的企业记录，到现场核对是否与报送一致；抽到而还没有去看的不计；"
        f"报送有变化的、久未走访的抽到的机会大，不代表全部记录；{_WHOSE}",
        source=_SYSTEM,
        of_the_month=True,
    ),
    Indicator(
        code="WK05",
        name="比对一致率",
        english="tenants found in the registry's list",
        measure=Measure.RATE,
        facts="tenants",
        numerator=Part(
            lambda row: row.enterprise_id,
            "与登记名单一致的在楼市场主体，去重",
            where="matched",
            aggregate=Aggregate.DISTINCT,
        ),
        denominator=Part(
            lambda row: row.enterprise_id, "在楼市场主体，去重", aggregate=Aggregate.DISTINCT
        ),
        coverage=Coverage(known="compared", words="有入驻名册、当月有登记名单的楼宇"),
        basis="月末在楼的市场主体，已认定为登记名单中的一户（代码相同、名称地址相近或人工认定）、当月名单上状态为存续的，"
        "登记在区内区外都算；待认定的不算一致；虚拟注册不计；当月没有登记名单的为未比对；"
        "只与登记名单比对，不涉及税务数据，依计算时的认定",
        source=_SYSTEM,
        of_the_month=True,
    ),
)
