"""章节: the parts of template B in their order, and the first wording of a bulletin of any kind.

A part says what there is to say in lines the office may edit; one without any is left out, and
the numbers of the others close up. A new part, such as tax, is one more line of `SECTIONS`.
"""

from louyu.journey.publication.audiences import MARKS, Audience
from louyu.journey.publication.insets import CHART, MOVED, TABLE, TARGETS, TREND, VACANT, shown_in
from louyu.journey.publication.monthly import sections as monthly
from louyu.journey.publication.phrasing import Names, Section, clause, counted, insets, sentence
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.publication.telling import figures_of
from louyu.registers.places.models import PlaceLevel

NUMERALS = "一二三四五六七八九十"


def composed(snapshot: Snapshot) -> str:
    """The first wording of a whole bulletin."""
    known = figures_of(snapshot).keys() | shown_in(snapshot).keys()
    found = ["现对【被更正的通报】作如下更正，以本通报为准。"] if snapshot.corrects else []
    number = 0
    for section in monthly.SECTIONS if snapshot.is_monthly else SECTIONS:
        lines = section.lines(snapshot, known)
        if lines:
            mark = next((m for m, of in MARKS.items() if of is section.audience), "")
            parts = "街道园区" if snapshot.place_level == PlaceLevel.DISTRICT else "楼宇"
            title = section.title.format(parts=parts)
            found += [f"{mark}{NUMERALS[number]}、{title}", *lines]
            number += 1
    return "\n".join(found)


def _overall(snapshot: Snapshot, known: Names) -> list[str]:
    has_rate = snapshot.whole.now.get("EN03") is not None
    lines = [
        "截至【截止日】，【范围】商务面积【商务面积】，其中已采集【已采集面积】，占【采集率】；"
        "空置面积【空置面积】。在用楼宇【在用楼宇】，入驻率【入驻率】"
        + clause("较上季度末", "入驻率较上季", known)
        + clause("较上年同期", "入驻率较同期", known)
        + "。入驻市场主体【入驻主体】"
        + clause("较上季度末", "入驻主体较上季", known)
        + ("，区内注册登记率【区内注册率】" if has_rate else "")
        + "。"
    ]
    if "目标数" in known:
        lines.append(
            "对照《【计划】》，有数可比的【目标数】目标中，达到或达到序时的【达序时目标数】，"
            "滞后的【滞后目标数】，进度从基期算起。"
        )
    return lines + insets(known, TARGETS, TREND)


def _parts(snapshot: Snapshot, known: Names) -> list[str]:
    first = sentence(("入驻率居前的是", "入驻率居前"), known)
    changed = sentence(("较上季度末提高最多的是", "提高最多"), known, ("下降最多的是", "下降最多"))
    registered = sentence(("区内注册登记率居前的是", "区内注册率居前"), known)
    words = first + changed + registered
    return [*([words] if words else []), *insets(known, TABLE, CHART)]


def _buildings(snapshot: Snapshot, known: Names) -> list[str]:
    """A street's bulletin has its buildings in the part before."""
    lines = []
    if "空置最多楼宇" in known:
        lines.append("空置面积较大的是【空置最多楼宇】。")
    lines += insets(known, VACANT)
    if "提高楼宇数" in known:
        lines.append("入驻率较上季度末提高的【提高楼宇数】，下降的【下降楼宇数】。")
    return lines + insets(known, MOVED)


def _letting(snapshot: Snapshot, known: Names) -> list[str]:
    lines = []
    if "SP10" in snapshot.whole.now:
        lines.append(
            "【累计期】，盘活存量楼宇面积【盘活面积】；新竣工楼宇面积【新竣工面积】，"
            "新开工楼宇【新开工楼宇】，新列入规划储备的楼宇【新储备楼宇】。"
        )
    offered = sentence(("季末公开在招的空间", "在招空间"), known, ("面积", "在招面积"))
    moved = sentence(("本季度新入驻企业", "新入驻"), known, ("迁出", "迁出"))
    return lines + ([offered + moved] if offered or moved else [])


def _service(snapshot: Snapshot, known: Names) -> list[str]:
    if "受理事项" not in known:
        return []
    return [
        "本季度受理企业和楼宇诉求事项【受理事项】，至季末办结【办结事项】"
        + clause("按时办结率", "按时办结率", known)
        + "。"
    ]


def _problems(snapshot: Snapshot, known: Names) -> list[str]:
    found = [f"{aim.name}：【{aim.name}进度】。" for aim in snapshot.aims if aim.is_late]
    unknown = snapshot.whole.now.get("SP13")
    if unknown and unknown.numerator:
        found.append("商务面积中还有【未采集面积】没有采集，影响入驻率的代表性。")
    if "降幅最大楼宇" in known:
        found.append("【下降楼宇数】楼宇入驻率较上季度末下降，降幅较大的是【降幅最大楼宇】。")
    if "到期租约" in known or "过期租约" in known:
        told = sentence(
            ("90日内到期的租约有", "到期租约"), known, ("已经到期仍登记在楼的有", "过期租约")
        )
        found.append(f"截至【租约统计日】，{told}")
    return counted(found)


def _next(snapshot: Snapshot, known: Names) -> list[str]:
    found = []
    if "滞后目标责任单位" in known:
        found.append(
            "对滞后的目标，【滞后目标责任单位】逐项提出措施，下季度第一个月底前报区楼宇办。"
        )
    if "空置最多楼宇" in known:
        found.append("各街道、园区逐幢核实空置面积较大的楼宇，能招商的列入可招商房源。")
    if "到期租约" in known or "过期租约" in known:
        found.append("楼宇联络员逐户走访租约到期企业，到期前落实续租或去向，已到期的补报。")
    unknown = snapshot.whole.now.get("SP13")
    if unknown and unknown.numerator:
        found.append("继续采集未采集的面积，下季度末前逐幢核实。")
    return counted(found)


SECTIONS = (
    Section("总体情况", _overall),
    Section("{parts}情况", _parts),
    Section("重点关注楼宇", _buildings, Audience.INTERNAL),
    Section("招商与盘活", _letting),
    Section("服务情况", _service),
    Section("存在问题", _problems, Audience.INTERNAL),
    Section("下步工作", _next, Audience.INTERNAL),
)
