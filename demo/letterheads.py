"""演示版头: an earlier one and the one that holds today, invented."""

from datetime import date

from louyu.journey.publication.models import Letterhead

OFFICE = "芝罘区楼宇办（演示）"


def build_letterheads(*, base: date) -> None:
    Letterhead.objects.create(
        valid_from=date(base.year - 3, 1, 1), mark=f"{OFFICE}文件", issuer=OFFICE
    )
    Letterhead.objects.create(
        valid_from=date(base.year - 1, 1, 1),
        mark=f"{OFFICE}文件",
        issuer=OFFICE,
        number_word="演示楼办",
        printer="芝罘区商务局（演示）",
    )
