"""登记用语: the words that registers and lists use for the same kind or status."""

from louyu.registers.enterprises.models import EnterpriseKind, EnterpriseStatus

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "kind": {
        EnterpriseKind.ENTERPRISE: (
            "公司",
            "有限责任公司",
            "股份有限公司",
            "合伙企业",
            "个人独资企业",
        ),
        EnterpriseKind.INDIVIDUAL: ("个体", "个体户"),
        EnterpriseKind.BRANCH: ("分公司", "分支"),
        EnterpriseKind.INSTITUTION: ("事业单位", "社会组织", "社会团体", "民办非企业单位"),
    },
    "status": {
        EnterpriseStatus.ACTIVE: ("在业", "正常", "开业", "在营", "存续（在营、开业、在册）"),
        EnterpriseStatus.DEREGISTERED: ("已注销",),
        EnterpriseStatus.REVOKED: ("已吊销",),
        EnterpriseStatus.MOVED_OUT: ("已迁出",),
    },
}
