"""差异和变动的种类: words for what disagrees and for what has changed."""

from django.db import models

from louyu.registers.matters.kinds import MatterKind, register


class DiscrepancyKind(models.TextChoices):
    ELSEWHERE = "elsewhere", "在地不在册"
    ABSENT = "absent", "在册不在地"
    UNREGISTERED = "unregistered", "名册有、登记无"
    DEREGISTERED = "deregistered", "已注销仍在名册"
    MOVED = "moved", "登记住所不在本楼"
    TAXED_ELSEWHERE = "taxed_elsewhere", "主管税务机关在区外"
    MISMATCH = "mismatch", "名称或代码不一致"
    TWICE = "twice", "重复计列"


MEANS = {
    DiscrepancyKind.ELSEWHERE: "在本楼办公，登记住所或登记机关在区外",
    DiscrepancyKind.ABSENT: "登记住所在本楼，名册上没有它，也没有记为虚拟注册",
    DiscrepancyKind.UNREGISTERED: "名册上在本楼，提供的登记名单里找不到它",
    DiscrepancyKind.DEREGISTERED: "登记已注销、吊销或迁出，名册上还在本楼",
    DiscrepancyKind.MOVED: "在区内登记，登记住所已是另一座楼宇",
    DiscrepancyKind.TAXED_ELSEWHERE: "在本楼办公，登记的主管税务机关不在本区",
    DiscrepancyKind.MISMATCH: "认定为同一家，名册和登记的名称或代码不同",
    DiscrepancyKind.TWICE: "名册上两家其实是同一个登记主体",
}


class ChangeKind(models.TextChoices):
    FOUNDED = "founded", "新设"
    MOVED_IN = "moved_in", "迁入"
    MOVED_OUT = "moved_out", "迁出"
    DEREGISTERED = "deregistered", "注销"
    NOW_ON_SITE = "now_on_site", "在册转在地"
    NOW_REGISTERED = "now_registered", "在地转在册"


# Two rounds of a street's week on site; departments need no sooner answer.
DISCREPANCY = register(MatterKind("discrepancy", "比对差异", 20, listed_apart=True))
