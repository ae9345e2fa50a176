"""旧版 xls: read as the other formats are, with the same faults told; its errors come as xlsx."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwt

from louyu.engines.tables import Refused, match_columns, read_table, write_errors
from louyu.engines.tables.tests.sheets import LABELS, read, reasons, texts, values

DAY = xlwt.easyxf(num_format_str="YYYY-MM-DD")


def old(path: Path, *, since_1904: bool = False) -> Path:
    book = xlwt.Workbook()
    book.dates_1904 = since_1904
    sheet = book.add_sheet("花名册")
    sheet.write_merge(0, 0, 0, 3, "××大厦入驻企业台账")
    for column, header in enumerate(("企业名称", "信用代码", "租赁面积", "入驻日期")):
        sheet.write(1, column, header)
    sheet.write_merge(2, 3, 0, 0, "甲公司")
    sheet.write(2, 1, "91370602MA3D1962X2")
    sheet.write(2, 2, 440.5)
    sheet.write(2, 3, date(2024, 3, 1), DAY)
    sheet.write(3, 1, 9.1370602123456e17)
    sheet.row(3).set_cell_error(2, "#DIV/0!")
    hidden = book.add_sheet("底稿")
    hidden.visibility = 1
    hidden.write(0, 0, "企业名称")
    book.save(str(path))
    return path


@pytest.mark.parametrize("since_1904", [False, True])
def test_an_old_workbook_is_read_with_merged_cells_dates_and_faults(
    tmp_path: Path, *, since_1904: bool
) -> None:
    path = old(tmp_path / "a.et", since_1904=since_1904)
    table = read_table(path, LABELS)
    assert texts(table.frame, "企业名称") == ["甲公司", "甲公司"]
    assert table.layouts[0].titles == ("××大厦入驻企业台账",)
    assert [note.text for note in table.notes] == ["隐藏的工作表没有导入"]
    found = read(path)
    assert values(found, "start")[0] == date(2024, 3, 1)
    assert str(values(found, "area")[0]) == "440.50"
    assert {(e.row, e.column) for e in found.errors} == {(4, "信用代码"), (4, "租赁面积")}
    assert "丢失" in reasons(found)[4] or "公式" in reasons(found)[4]


def test_the_error_workbook_of_an_old_one_is_an_xlsx(tmp_path: Path) -> None:
    path = old(tmp_path / "a.xls")
    table, found = read_table(path, LABELS), read(path)
    assert match_columns(table, LABELS).fields
    out = write_errors(path, table, found.errors, tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(out)["花名册"]
    assert sheet.cell(2, 5).value == "错误原因"
    assert "租赁面积" in str(sheet.cell(4, 5).value)
    assert sheet.cell(3, 3).value == 440.5


def test_a_compound_file_that_is_no_workbook_or_locked_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    for name, told in (("EncryptedPackage", "密码"), ("WordDocument", "认不出")):
        path.write_bytes(magic + bytes(600) + name.encode("utf-16-le") + bytes(8))
        with pytest.raises(Refused, match=told):
            read_table(path, LABELS)
    path.write_bytes(magic + bytes(600) + "Workbook".encode("utf-16-le") + bytes(8))
    with pytest.raises(Refused, match="打不开"):
        read_table(path, LABELS)
