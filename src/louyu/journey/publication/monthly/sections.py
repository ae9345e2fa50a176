"""章节: the parts of template A in their order, each with the edition it is for."""

from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.phrasing import Names, Section, clause, counted, insets, sentence
from louyu.journey.publication.snapshot import Snapshot
from louyu.journey.publication.wording import RATE, cell


def _overall(snapshot: Snapshot, known: Names) -> list[str]:
    # 免报 is said where there is any.
    exempt = snapshot.whole.now["WK02"]
    spared = "（另有【免报楼宇】本月免报）" if exempt.total > exempt.known else ""
    first = (
        f"【月份】，【范围】应报楼宇【应报楼宇】{spared}，到【截止日期】按时报送【按时楼宇】，"
        "按时填报率【按时填报率】"
        + clause("较上月", "按时填报率较上月", known)
        + "。连同逾期补报的，已报送【已报楼宇】，报送率【报送率】；"
        "街道、园区核实通过【已核实楼宇】，核实率【核实率】，一次通过率【一次通过率】。"
    )
    second = (
        "数据完整率【数据完整率】"
        + clause("较上月", "数据完整率较上月", known)
        + ("；到【抽查楼宇】现场抽查，" if "抽查楼宇" in known else "；")
        + "核实准确率【核实准确率】"
        + clause("较上月", "核实准确率较上月", known)
        + "；与登记名单的比对一致率：【比对一致率】"
        + clause("较上月", "比对一致率较上月", known)
        + "。"
    )
    return [first, second]


def _parts(snapshot: Snapshot, known: Names) -> list[str]:
    return insets(known, "情况表")


def _changes(snapshot: Snapshot, known: Names) -> list[str]:
    moved = sentence(("本月新入驻企业", "新入驻"), known, ("迁出", "迁出"))
    told = sentence(("联络员报送变更", "报送变更"), known, ("其中已核实", "已核实变更"))
    lines = [moved + told] if moved or told else []
    checked = sentence(("数据检查新发现疑点", "新发现疑点"), known, ("更正或说明的", "了结疑点"))
    lines += [checked] if checked else []
    if "面积变化楼宇数" in known:
        lines.append("使用面积较上月增减超过500㎡的楼宇【面积变化楼宇数】。")
    if "面积变化楼宇" in known:
        lines.append("变化较大的是【面积变化楼宇】。")
    return lines


def _problems(snapshot: Snapshot, known: Names) -> list[str]:
    found = []
    if "未报楼宇分布" in known:
        found.append("本月没有报送的楼宇【未报楼宇】：【未报楼宇分布】。")
    if "连续未报楼宇" in known:
        found.append("连续两个月没有报送的楼宇【连续未报楼宇数】：【连续未报楼宇】。")
    if _has_gaps(snapshot):
        found.append("数据完整率【数据完整率】，仍有必填的登记项没有填。")
    return counted(found)


def _has_gaps(snapshot: Snapshot) -> bool:
    return cell(snapshot.whole.now.get("WK03"), RATE) not in ("100.00", "—", "未采集")


def _next(snapshot: Snapshot, known: Names) -> list[str]:
    if "下月截止日期" not in known:
        return []
    found = ["【下月】月度更新请于【下月截止日期】前报送，街道、园区随报随核。"]
    if "未报楼宇分布" in known:
        found.append("本月没有报送的楼宇，由所在街道、园区查明原因，【下月截止日期】前一并报送。")
    if _has_gaps(snapshot):
        found.append("没有填的登记项，在【下月】核对时一并补填，已有的不重复填报。")
    return counted(found)


SECTIONS = (
    Section("总体情况", _overall),
    Section("{parts}情况", _parts),
    Section("变更核实", _changes),
    Section("存在问题", _problems, Audience.INTERNAL),
    Section("下步要求", _next),
)
