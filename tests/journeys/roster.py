"""街道的花名册: a clerk's own workbook with seven mistakes, and how they are put right."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from demo import codes

HEADERS = ("序号", "大厦名称", "楼层", "房间号", "入驻企业", "信用代码", "租赁面积(㎡)")
HEADERS += ("起租日期", "月租金", "员工人数")
LOST = "9.13706E+17"
BAD_DIGIT = codes.invented(770_900)[:-1] + ("1" if codes.invented(770_900)[-1] != "1" else "2")


@dataclass
class Line:
    """One row as it should be; `wrong` are the cells as the clerk first typed them."""

    room: str
    firm: str
    serial: int
    area: float | None = None
    start: Any = date(2024, 3, 1)
    rent: Any = 45
    people: Any = 12
    building: str = "滨云大厦"
    wrong: dict[str, Any] = field(default_factory=dict)

    def cells(self, number: int, *, mended: bool) -> list[Any]:
        right = {
            "building": self.building,
            "floor": int(self.room[:-2]) if self.room[:-2].isdigit() else None,
            "room": self.room,
            "firm": self.firm,
            "code": codes.invented(770_000 + self.serial),
            "area": self.area,
            "start": self.start,
            "rent": self.rent,
            "people": self.people,
        }
        return [number, *(right if mended else right | self.wrong).values()]


LINES = (
    Line("201", "朗汐软件（烟台）有限公司", 1),
    Line("202", "云栖数据服务有限公司", 2, wrong={"code": float(LOST)}),
    Line("203", "澄湾商贸有限公司", 3, wrong={"code": BAD_DIGIT}),
    Line("301", "屿禾法律咨询有限公司", 4, wrong={"rent": "22/30"}),
    Line("302", "望舟国际货运代理有限公司", 5, wrong={"start": "待定"}),
    Line("303", "砚溪文化传播有限公司", 6, wrong={"area": "5.4万"}),
    Line("401", "榆海投资有限公司", 7, wrong={"building": "滨雲大夏"}),
    Line("402", "翎川园区运营有限公司", 8, wrong={"people": "约十人"}),
    Line("403", "空置", 9),
)
MISTAKES = sum(1 for line in LINES if line.wrong)
LET = [line for line in LINES if line.firm != "空置"]


def write(path: Path, *, mended: bool) -> Path:
    """Two title rows and a merged one above the headers, as such tables are kept."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    sheet["A1"] = "向阳街道楼宇入驻企业花名册"
    sheet.merge_cells("A1:J1")
    sheet["A2"] = "填报单位：向阳街道办事处"
    for column, header in enumerate(HEADERS, start=1):
        sheet.cell(3, column, header)
    for number, line in enumerate(LINES, start=1):
        cells = line.cells(number, mended=mended)
        if line.firm == "空置":
            cells[5:] = [None] * 5
        for column, value in enumerate(cells, start=1):
            sheet.cell(3 + number, column, value)
    sheet.cell(4 + len(LINES), 1, "合计")
    book.save(path)
    return path


def mend(errors: Path, out: Path) -> tuple[Path, list[str]]:
    """Correct every marked row of the returned workbook; its reasons come along."""
    book = openpyxl.load_workbook(errors)
    sheet = book["花名册"]
    width = max(c.column for c in sheet[3] if c.value)
    assert sheet.cell(3, width).value == "错误原因"
    reasons = []
    for number, line in enumerate(LINES, start=1):
        reason = sheet.cell(3 + number, width).value
        if reason:
            reasons.append(str(reason))
            for column, value in enumerate(line.cells(number, mended=True), start=1):
                sheet.cell(3 + number, column).value = value
    book.save(out)
    return out, reasons
