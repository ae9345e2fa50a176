"""盘活与项目: idle space put to use, buildings reserved, begun and finished since January.

The plan (烟芝政发〔2017〕25号 二、三（一）) asks for all of them and defines none; the rules
are this system's own and say so.
"""

from louyu.engines.measures import Aggregate, Coverage, Indicator, Measure, Part

# Space that stood empty for less is let again, not revived.
EMPTY_DAYS = 180
SO_FAR = "1 月起累计"
_DATED = Coverage(known="dated", words="已登记阶段日期的楼宇，规划和在建在内", besides="is_site")


def _steps(code: str, name: str, english: str, where: str, words: str, source: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        english=english,
        measure=Measure.BUILDINGS,
        facts="projects",
        numerator=Part(
            lambda row: row.building_id, words, where=where, aggregate=Aggregate.DISTINCT
        ),
        coverage=_DATED,
        basis=f"{SO_FAR}；{words}",
        source=source,
        since_january=True,
    )


REVIVAL: tuple[Indicator, ...] = (
    Indicator(
        code="SP10",
        name="盘活存量楼宇面积",
        english="revived area",
        measure=Measure.AREA,
        facts="units",
        numerator=Part(lambda row: row.revived, "本年盘活、月末仍在用的商务面积"),
        coverage=Coverage(known="collected", words="已采集楼宇"),
        basis=f"{SO_FAR}；本年迁入、月末仍在用，只计比迁入前多用的面积；"
        f"迁入前房源已连续 {EMPTY_DAYS} 天登记为空置（装修、预订在内），"
        "或楼宇年初处于闲置、改造阶段；同一房源一年只计一次；没有登记空置的不计",
        source="烟芝政发〔2017〕25号：新盘活启动存量楼宇资源；认定规则为本系统规定",
        since_january=True,
    ),
    _steps(
        "SP12",
        "规划储备楼宇项目",
        "projects taken into the reserve",
        "reserved",
        "本年登记为规划阶段的楼宇，没有写明日期的按登记之日",
        "烟芝政发〔2017〕25号：规划储备楼宇项目",
    ),
    _steps(
        "SP12B",
        "新开工楼宇",
        "buildings begun",
        "started",
        "本年进入在建阶段的楼宇，登记时已在建而没有写明日期的不计",
        "烟芝政发〔2017〕25号：新开工楼宇",
    ),
    Indicator(
        code="SP12C",
        name="新竣工楼宇面积",
        english="floor area finished",
        measure=Measure.AREA,
        facts="projects",
        numerator=Part(lambda row: row.gross_floor_area, "总建筑面积之和", where="finished"),
        coverage=_DATED,
        basis=f"{SO_FAR}；月末已竣工的楼宇中本年竣工的：按竣工日期，没有的按进入竣工以后阶段之日；"
        "登记过规划、在建的，以两个日期中晚的为准；"
        "登记时已竣工而没有写明日期、没有登记总建筑面积的不计",
        source="烟芝政发〔2017〕25号：新竣工楼宇",
        since_january=True,
    ),
)
