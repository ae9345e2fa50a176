"""演示产业: the few industries the invented firms have, and a sample of the district's own."""

from datetime import date

from demo import words
from louyu.registers.enterprises.models import Industry, LocalIndustry

SECTIONS = {
    "F": "批发和零售业",
    "G": "交通运输、仓储和邮政业",
    "I": "信息传输、软件和信息技术服务业",
    "J": "金融业",
    "K": "房地产业",
    "L": "租赁和商务服务业",
    "M": "科学研究和技术服务业",
    "O": "居民服务、修理和其他服务业",
    "P": "教育",
    "R": "文化、体育和娱乐业",
}
# The plan's own twelve industries are listed nowhere in public: these are a sample.
SAMPLE = (
    ("I", "示例·数字经济"),
    ("J", "示例·现代金融"),
    ("L72", "示例·商务服务"),
    ("G", "示例·物流"),
)


def build_industries(*, base: date) -> None:
    """Before the firms, which find their industry by its code."""
    for code, name in SECTIONS.items():
        Industry.objects.create(code=code, name=name)
    for name, code in words.TRADES:
        _grow(code, name)
    for prefix, name in SAMPLE:
        LocalIndustry.objects.create(
            prefix=prefix, name=name, start=date(base.year - 2, 1, 1), basis="示例，非真实产业目录"
        )


def _grow(code: str, name: str) -> None:
    """The levels above a code bear its name: the printed names come with the standard."""
    for length in (3, 4, 5):
        above = code[: {3: 1, 4: 3, 5: 4}[length]]
        Industry.objects.get_or_create(
            code=code[:length], defaults={"name": f"{name}（示例）", "parent_id": above}
        )
