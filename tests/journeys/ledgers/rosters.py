"""楼宇和企业台账: five ledgers as streets and property managers keep them."""

from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from demo import codes

AREA = "439901"
STREETS = ("柳叶街道", "白鹤街道")
# Code, name, former name, street, road, number, storeys.
TOWERS = (
    ("4399010001", "桃源湖国际大厦", "老粮食局大楼", 0, "柳叶路", "18号", 26),
    ("4399010002", "望月楼", "望月宾馆", 0, "望月街", "5号", 12),
    ("4399010003", "白鹤金融中心东塔", "", 1, "白鹤大道", "200号", 33),
    ("4399010004", "白鹤金融中心西塔", "", 1, "白鹤大道", "200号", 33),
)


SIGNS = "天地玄黄宇洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉"


def firm(number: int) -> str:
    """Names no two of which are alike."""
    return f"星沙{SIGNS[number]}{SIGNS[-number]}示例科技有限公司"


def code(number: int) -> str:
    return codes.invented(430_000 + number, area=AREA)


def buildings(path: Path) -> None:
    """Former names and doors stand in columns of their own, areas in 万㎡, a note at the foot."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["桃源湖区商务楼宇台账（2026年）"])
    sheet.append(["单位：万㎡"])
    sheet.append(
        [
            *("序号", "楼宇编码", "楼宇名称", "曾用名", "街道/园区", "楼宇地址", "路名", "门牌号"),
            *("地上层数", "建筑面积（万㎡）", "商务面积（万㎡）"),
        ]
    )
    for index, (number, name, former, street, road, door, storeys) in enumerate(TOWERS, start=1):
        area = f"{storeys * 0.12:.2f}", f"{storeys * 0.1:.2f}"
        address = f"{road}{door}"
        sheet.append(
            [index, number, name, former, STREETS[street], address, road, door, storeys, *area]
        )
    sheet.append(["合计", None, None, None, None, None, None, None, None, None])
    sheet.append(["填表人：楼宇办"])
    book.save(path)


def by_building(path: Path) -> None:
    """One sheet per building; its name, or a title with the former name, says which."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "1.桃源湖国际大厦"
    _listed(first, "入驻企业台账", [(8, "801", 1), (8, "802", 2), (9, "901、902", 3)])
    second = book.create_sheet("Sheet2")
    _listed(second, "望月宾馆（现望月楼）入驻企业台账", [(3, "301", 4), (4, "401", 5)])
    third = book.create_sheet("白鹤金融中心东塔")
    _listed(third, "2026年9月", [(20, "2001", 6), (21, "2101", 7)])
    third.append([None, None, None, "空置", None, 300])
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    hidden.append(["企业名称"])
    book.save(path)


def _listed(sheet: Worksheet, title: str, rows: list[tuple[int, str, int]]) -> None:
    sheet.append([title])
    sheet.merge_cells("A1:G1")
    sheet.append(["序号", "楼层", "房号", "企业名称", "统一社会信用代码", "面积（㎡）", "联系电话"])
    for index, (storey, room, number) in enumerate(rows, start=1):
        known = code(number) if number % 2 else None
        sheet.append([index, f"{storey}层", room, firm(number), known, 120, "13900000000"])
    sheet.append([])


def mixed(path: Path) -> None:
    """An old xls whose first column is merged downwards and whose cells hold several things."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("台账")
    sheet.write_merge(0, 0, 0, 3, "柳叶街道楼宇入驻情况")
    for column, header in enumerate(("位置", "楼层", "入驻情况", "入驻时间", "建筑面积")):
        sheet.write(1, column, header)
    sheet.write_merge(2, 4, 0, 0, "望月楼")
    rows: list[tuple[Any, ...]] = [
        (5, f"501室 {firm(11)} 80㎡ 35元/㎡/月", "2019年", None),
        (5, f"502 {firm(12)}（联系人：李某 13900000001）", "2021-05-01", 90),
        (6, f"601室 {firm(13)} {firm(14)}", "2020.3.1", 100),
    ]
    for index, (storey, text, start, area) in enumerate(rows, start=2):
        for column, value in enumerate((storey, text, start, area), start=1):
            if value is not None:
                sheet.write(index, column, value)
    sheet.write(5, 0, "柳叶路18号10层1001室")
    sheet.write(5, 2, firm(15))
    sheet.write(5, 4, 60)
    sheet.write(6, 0, "小计")
    sheet.row(6).set_cell_error(4, "#REF!")
    book.save(str(path))


def as_text(path: Path) -> None:
    """A csv in GB18030 from a spreadsheet that has shown the codes as 9.137E+17."""
    lines = ["楼宇,楼层,房号,企业名称,统一社会信用代码,面积"]
    lines += [
        f"白鹤金融中心东塔,22,2201,{firm(21)},9.143E+17,150",
        f"白鹤金融中心东塔,22,2202,{firm(22)},{code(22)},１５０",
        f"白鹤大道200号,23,2301,{firm(23)},,150",
        f'白鹤金融中心西塔,23,2302,星沙㙍示例商贸有限公司,{code(24)},"1,150 "',
    ]
    path.write_bytes("\r\n".join(lines).encode("gb18030"))


def with_totals(path: Path) -> None:
    """Two header rows under merged groups, subtotals by building and a repeated header."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["白鹤街道楼宇入驻明细表"])
    sheet.append(["楼宇", "位置", None, "企业", None, "租赁", None])
    sheet.append([None, "楼层", "房号", "名称", "信用代码", "面积（㎡）", "租金（元/㎡）"])
    for merged in ("A2:A3", "B2:C2", "D2:E2", "F2:G2"):
        sheet.merge_cells(merged)
    for number, name in ((31, "白鹤金融中心东塔"), (41, "白鹤金融中心西塔")):
        for room in range(3):
            told = 5 + room, f"{5 + room}01", firm(number + room), code(number + room), 200, 48
            sheet.append([name, *told])
        sheet.append([f"{name}小计", None, None, None, None, 600, None])
    sheet.append(["合计", None, None, None, None, "=SUM(F4:F11)/2", None])
    sheet.append(["注：面积为建筑面积"])
    book.save(path)
