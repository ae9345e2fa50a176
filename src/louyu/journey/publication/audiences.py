"""读者范围: which edition of a bulletin a part of it belongs to; who reads which is in editions."""

from enum import StrEnum


class Audience(StrEnum):
    """Each reads what the ones before it read as well.

    公开版 names no single building and nobody's duty; 涉税版 is for those cleared for tax.
    """

    PUBLIC = "public"
    INTERNAL = "internal"
    CLEARED = "cleared"

    @property
    def label(self) -> str:
        return LABELS[self]

    def reads(self, part: "Audience") -> bool:
        order = list(Audience)
        return order.index(part) <= order.index(self)


LABELS = {
    Audience.PUBLIC: "公开版",
    Audience.INTERNAL: "内部版",
    Audience.CLEARED: "涉税版",
}
# How a heading says whom its part is for; without a mark it is for everybody.
MARKS = {"【内部】": Audience.INTERNAL, "【涉税】": Audience.CLEARED}
