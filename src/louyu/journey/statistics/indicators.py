"""指标定义: the indicators of space, tenants and upkeep, each declared once.

Formulas follow the indicator dictionary; the plan's words are 烟芝政发〔2017〕25号 and 通报 usage.
"""

from louyu.engines.measures import Aggregate, Coverage, Indicator, Measure, Part
from louyu.journey.statistics.revival import REVIVAL
from louyu.journey.statistics.upkeep import UPKEEP

# Printed and stored with every figure; it changes when a definition changes.
BASIS_VERSION = "2026.7"

EXISTING = "已竣工楼宇（在用、改造、闲置在内），规划和在建楼宇不计"
_OF_LOCALITY = (
    "登记机关或注册地址写明在本区的为区内注册；没有填、只写到市一级或两处不一致的为待核，"
    "依计算时的登记信息"
)
SILENT = "无人报送的面积列入未采集，不作出租也不作空置"

_MEASURED = Coverage(known="has_business_area", words="已登记商务面积的楼宇")
_REPORTED = Coverage(known="collected", words="已采集楼宇")
_TOLD = Coverage(known="told", words="已采集或已申报楼宇")
_TOLD_IN_USE = Coverage(known="told", words="已采集或已申报在用楼宇", where="in_use")
_WITHOUT_ROOMS = "没有房源的楼宇依据申报总量"

_TENANTS_KNOWN = Coverage(known="has_tenants_or_states", words="已采集楼宇")
_LOCAL = Part(
    lambda row: row.enterprise_id,
    "登记机关或注册地址写明在本区的在楼市场主体，去重",
    where="registered_here",
    aggregate=Aggregate.DISTINCT,
)
_KNOWN_IN_USE = Part(
    of=lambda row: row.area - row.uncollected,
    words="商务面积 − 未采集面积",
    where="in_use",
)


def _area(
    code: str,
    name: str,
    english: str,
    part: Part,
    basis: str,
    source: str,
    coverage: Coverage = _REPORTED,
) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        english=english,
        measure=Measure.AREA,
        facts="units",
        numerator=part,
        coverage=coverage,
        basis=basis,
        source=source,
    )


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        code="SP01",
        name="楼宇总建筑面积",
        english="gross floor area",
        measure=Measure.AREA,
        facts="buildings",
        numerator=Part(lambda row: row.gross_floor_area, "各楼宇总建筑面积之和"),
        coverage=Coverage(known="has_gross_floor_area", words="已登记总建筑面积的楼宇"),
        basis=f"{EXISTING}",
        source="嘉兴重点楼宇标准用语",
    ),
    Indicator(
        code="SP02",
        name="商务面积",
        english="business floor area",
        measure=Measure.AREA,
        facts="units",
        numerator=Part(lambda row: row.area, "各楼宇商务面积之和"),
        coverage=_MEASURED,
        basis=f"{EXISTING}；居住、停车、设备和公共服务用房不计；"
        "申报总量与房源合计取大，差额列入未采集；没有登记商务面积的，按申报总量所说的面积",
        source="嘉兴、塘沽、越秀认定标准",
    ),
    Indicator(
        code="SP03",
        name="重点楼宇面积",
        english="key-building area",
        measure=Measure.AREA,
        facts="buildings",
        numerator=Part(lambda row: row.gross_floor_area, "重点楼宇总建筑面积之和", where="is_key"),
        coverage=Coverage(
            known="has_gross_floor_area", words="已登记总建筑面积的重点楼宇", where="is_key"
        ),
        basis=f"月末在重点楼宇名单内的{EXISTING}",
        source="烟芝政发〔2017〕25号：重点楼宇规模",
    ),
    _area(
        "SP04",
        "自用面积",
        "self-used area",
        Part(lambda row: row.self_used, "业主自用的商务面积"),
        "仅依据房源；月末在楼的业主自用；同一房源多家使用按面积分摊，未填面积的平分余下部分",
        "深圳商办物业调查：自用／出租／空置",
    ),
    _area(
        "SP05",
        "出租面积",
        "leased area",
        Part(lambda row: row.leased, "在租的商务面积（租赁、转租、联合办公）"),
        "仅依据房源；月末租约在期；虚拟注册不占面积；超出房源面积的部分不计并作标记",
        "深圳商办物业调查：自用／出租／空置",
    ),
    _area(
        "SP06",
        "空置面积",
        "vacant area",
        Part(lambda row: row.vacant, "已确认空置的商务面积"),
        f"月末确认空置，装修待入驻和已预订在内；{_WITHOUT_ROOMS}；{SILENT}",
        "深圳商办物业调查：自用／出租／空置",
        coverage=_TOLD,
    ),
    Indicator(
        code="SP07",
        name="在用楼宇入驻率",
        english="occupancy rate",
        measure=Measure.RATE,
        facts="units",
        numerator=Part(
            lambda row: row.self_used + row.leased + row.occupied,
            "自用面积 + 出租面积 + 申报入驻面积",
            where="in_use",
        ),
        denominator=_KNOWN_IN_USE,
        coverage=_TOLD_IN_USE,
        basis=f"仅在用楼宇；{_WITHOUT_ROOMS}；分母为商务面积减未采集面积，未采集面积另列",
        source="烟芝政发〔2017〕25号：在用楼宇入驻率",
    ),
    Indicator(
        code="SP08",
        name="出租率",
        english="leasing rate",
        measure=Measure.RATE,
        facts="units",
        numerator=Part(lambda row: row.leased, "出租面积", where="of_rooms"),
        denominator=Part(
            lambda row: row.area - row.self_used, "商务面积 − 自用面积", where="of_rooms"
        ),
        coverage=_REPORTED,
        basis=f"{EXISTING}；仅依据房源；分母为可出租面积，含未采集面积",
        source="深圳商办物业调查",
    ),
    Indicator(
        code="SP09",
        name="空置率",
        english="vacancy rate",
        measure=Measure.RATE,
        facts="units",
        numerator=Part(lambda row: row.vacant, "空置面积", where="in_use"),
        denominator=_KNOWN_IN_USE,
        coverage=_TOLD_IN_USE,
        basis=f"仅在用楼宇；{_WITHOUT_ROOMS}；与在用楼宇入驻率之和为 100%，未采集面积另列",
        source="深圳商办物业调查",
    ),
    _area(
        "SP13",
        "未采集面积",
        "uncollected area",
        Part(
            lambda row: row.uncollected,
            "商务面积 − 自用面积 − 出租面积 − 申报入驻面积 − 空置面积",
        ),
        SILENT,
        "本系统规定：沉默不作数",
        # Where nobody reported, the whole area is uncollected: that much is known.
        coverage=_MEASURED,
    ),
    *REVIVAL,
    Indicator(
        code="EN01",
        name="入驻市场主体数",
        english="market entities in buildings",
        measure=Measure.COUNT,
        facts="tenants",
        numerator=Part(
            lambda row: row.enterprise_id,
            "月末在楼的市场主体，去重",
            aggregate=Aggregate.DISTINCT,
        ),
        coverage=_TENANTS_KNOWN,
        basis="企业、个体工商户和分支机构按统一社会信用代码去重，尚无代码的按一家计；虚拟注册不计；"
        "楼宇、街道、全区各自去重，下级相加可大于上级",
        source="烟芝政发〔2017〕25号：入驻市场主体",
    ),
    Indicator(
        code="EN02",
        name="区内注册登记数",
        english="locally registered",
        measure=Measure.COUNT,
        facts="tenants",
        numerator=_LOCAL,
        coverage=_TENANTS_KNOWN,
        basis=f"入驻市场主体中{_OF_LOCALITY}",
        source="烟芝政发〔2017〕25号：区内注册登记率",
    ),
    Indicator(
        code="EN03",
        name="区内注册登记率",
        english="local registration rate",
        measure=Measure.RATE,
        facts="tenants",
        numerator=_LOCAL,
        denominator=Part(
            lambda row: row.enterprise_id,
            "属地已明的在楼市场主体，去重",
            where="locality_known",
            aggregate=Aggregate.DISTINCT,
        ),
        coverage=_TENANTS_KNOWN,
        basis=f"{_OF_LOCALITY}；分母为属地已明的入驻市场主体，待核的既不算区内也不算区外",
        source="烟芝政发〔2017〕25号：区内注册登记率；桐乡 1331/1346",
    ),
    Indicator(
        code="EN04",
        name="属地纳税率",
        english="local tax-filing rate",
        measure=Measure.RATE,
        facts="tenants",
        numerator=Part(
            lambda row: row.enterprise_id,
            "主管税务机关写明在本区的在楼市场主体，去重",
            where="taxed_here",
            aggregate=Aggregate.DISTINCT,
        ),
        denominator=Part(
            lambda row: row.enterprise_id,
            "主管税务机关已明的在楼市场主体，去重",
            where="tax_authority_known",
            aggregate=Aggregate.DISTINCT,
        ),
        coverage=Coverage(known="tax_authority_told", words="已明主管税务机关的楼宇"),
        basis="按企业档案的主管税务机关名称，写明本区的为属地；没有填、只写到市一级或开发区一类的为待核，"
        "既不算属地也不算区外，依计算时的档案；只计户数，不涉及税额；只作统计，"
        "不作为奖补、考核和限制迁移的依据",
        source="江岸注册率、纳税率双 70%；公平竞争审查条例（2024年8月1日起施行）",
    ),
    *UPKEEP,
)
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
# Speaks of tax, or of what a registry told: officials read it, houses and programs do not.
FOR_OFFICIALS = ("EN04", "WK05")
