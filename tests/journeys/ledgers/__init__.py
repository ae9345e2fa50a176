"""台账: the twelve messy workbooks an invented district starts from, written when asked for.

桃源湖区 of 星沙市 in 湖南省 does not exist, nor does any code, firm, street or figure here. Each
workbook is modelled on a fault district ledgers really have; see the function that writes it.
"""

from pathlib import Path

from tests.journeys.ledgers import desk, rosters

WRITERS = {
    "places": (desk.places, "区划代码.xlsx"),
    "users": (desk.users, "人员名单.xlsx"),
    "buildings": (rosters.buildings, "楼宇台账.xlsx"),
    "roster-by-building": (rosters.by_building, "入驻企业台账（分楼）.xlsx"),
    "roster-mixed": (rosters.mixed, "望月楼台账.xls"),
    "roster-csv": (rosters.as_text, "企业导出.csv"),
    "roster-totals": (rosters.with_totals, "楼宇入驻明细.xlsx"),
    "key-buildings": (desk.key_buildings, "重点楼宇名单.xlsx"),
    "history": (desk.history, "历年数据.xlsx"),
    "tax": (desk.tax, "累计税收.xlsx"),
    "fiscal": (desk.fiscal, "财政收入.xlsx"),
    "industries": (desk.industries, "产业目录.xlsx"),
}


def build(folder: Path) -> dict[str, Path]:
    """Writes all twelve; by key, where each lies."""
    found = {}
    for key, (write, name) in WRITERS.items():
        found[key] = folder / name
        write(found[key])
    return found
