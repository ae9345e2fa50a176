"""写表规则: text stays text, numbers stay numbers, and what we write we can read again."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from louyu.engines.tables import (
    ColumnSpec,
    Kind,
    SheetOut,
    TemplateColumn,
    cast,
    known_labels,
    match_columns,
    read_table,
    write_csv,
    write_errors,
    write_table,
    write_template,
)
from louyu.engines.tables.tests.sheets import (
    AREA,
    LABELS,
    NAME,
    START,
    USE,
    read,
    reasons,
    values,
    workbook,
)

PAYLOADS = [
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1/?"&A1,"x")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
]


def test_no_text_of_an_exported_workbook_is_a_formula_and_numbers_stay_numbers() -> None:
    out = io.BytesIO()
    frame = pl.DataFrame(
        {
            "企业名称": PAYLOADS,
            "租赁面积": [Decimal("-5.25")] * len(PAYLOADS),
            "入驻日期": [date(2024, 3, 1)] * len(PAYLOADS),
        }
    )
    write_table(out, [SheetOut("表/一", frame, head=["=口径", "制表：张三"])])
    sheet = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    names = [cell.value.replace("_x000D_", "\r") for cell in sheet["A"][3:]]
    assert names == PAYLOADS
    assert {cell.value for cell in sheet["B"][3:]} == {-5.25}
    assert sheet["C4"].value.date() == date(2024, 3, 1)
    assert sheet["A1"].value == "=口径"


def test_a_csv_quotes_what_a_spreadsheet_would_compute_and_is_read_as_it_was(
    tmp_path: Path,
) -> None:
    frame = pl.DataFrame({"企业名称": PAYLOADS, "租赁面积": [-5.25] * len(PAYLOADS)})
    write_csv(tmp_path / "a.csv", frame)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.reader(source))[1:]
    assert all(row[0] == f"'{text}" for row, text in zip(rows, PAYLOADS, strict=True))
    assert {row[1] for row in rows} == {"-5.25"}
    again = read_table(tmp_path / "a.csv", LABELS).frame["企业名称"].to_list()
    assert again == [text.strip() for text in PAYLOADS]


def test_an_export_is_read_again_without_its_head_lines(tmp_path: Path) -> None:
    frame = pl.DataFrame({"企业名称": ["甲"], "租赁面积": [Decimal("1.5")]})
    write_table(tmp_path / "a.xlsx", [SheetOut("表", frame, head=["入驻清单", "口径：…"])])
    found = read(tmp_path / "a.xlsx")
    assert (values(found, "name"), values(found, "area")) == (["甲"], [Decimal("1.5")])


def test_our_template_is_read_as_it_is_filled_and_its_example_is_not_taken(
    tmp_path: Path,
) -> None:
    path = tmp_path / "模板.xlsx"
    many = ColumnSpec(
        "trade", "行业", Kind.CHOICE, choices={f"t{i}": (f"行业{i}",) for i in range(200)}
    )
    columns = [
        TemplateColumn(NAME, "营业执照上的全称", "某某公司"),
        TemplateColumn(AREA, example="120.5"),
        TemplateColumn(START, example="2024-03-01"),
        TemplateColumn(USE, example="办公"),
        TemplateColumn(many),
    ]
    write_template(path, "入驻清单", columns, remarks=["一户一行。"])
    book = openpyxl.load_workbook(path)
    sheet = book["入驻清单"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == ["企业名称*", "租赁面积（㎡）", "入驻日期", "用途", "行业"]
    assert sheet["A2"].value == "示例：某某公司"
    assert (sheet["B2"].value, sheet["C2"].value) == (120.5, datetime(2024, 3, 1))
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["D2:D5001"].formula1 == '"办公,商业"'
    assert rules["E2:E5001"].formula1 == "选项!$A$1:$A$200"
    assert rules["B2:B5001"].type == "decimal"
    sheet.append(["甲公司", 440, date(2024, 5, 1), "商业", "行业7"])
    book.save(path)
    specs = [column.spec for column in columns]
    table = read_table(path, known_labels(specs))
    found = cast(table, match_columns(table, known_labels(specs)), specs)
    assert found.accepted.drop("__sheet__", "__row__").rows() == [
        ("甲公司", Decimal(440), date(2024, 5, 1), "shop", "t7")
    ]


def test_the_users_workbook_comes_back_with_reasons_and_can_be_sent_again(tmp_path: Path) -> None:
    rows = [
        ["企业名称", "租赁面积", "备注"],
        ["甲", "待定", "留着"],
        ["乙", 5, None],
        [None, 6, "缺名"],
    ]
    path = workbook(tmp_path / "a.xlsx", {"表": rows, "二": [["企业名称"], ["丙"]]})
    table = read_table(path, LABELS)
    found = read(path)
    marked = write_errors(path, table, found.errors, tmp_path / "错误")
    book = openpyxl.load_workbook(marked)
    sheet = book["表"]
    assert [cell.value for cell in sheet["D"]] == [
        "错误原因",
        "「租赁面积」不是一个数字，请只填一个数字，没有就留空",
        None,
        "「企业名称」必填，不能为空",
    ]
    assert [cell.value for cell in sheet["C"]] == ["备注", "留着", None, "缺名"]
    assert sheet["B2"].fill.fgColor.rgb == "FFFDE2E0"
    assert sheet["B3"].fill.fill_type is None

    sheet["B2"], sheet["A4"] = 4, "丁"
    book.save(marked)
    again = read(marked)
    assert not again.errors
    assert values(again, "area")[:3] == [Decimal(4), Decimal(5), Decimal(6)]
    # Marked a second time, the column is the same one and old reasons are gone.
    twice = write_errors(marked, read_table(marked, LABELS), (), tmp_path / "again")
    sheet = openpyxl.load_workbook(twice)["表"]
    assert [cell.value for cell in sheet["D"]] == ["错误原因", None, None, None]
    assert sheet.max_column == 4


def test_formulas_of_the_users_workbook_come_back_as_their_values(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["企业名称", "租赁面积", "自用面积"])
        sheet.write_row(1, 0, ["甲", 0, "待定"])
        sheet.write_formula("B2", "=2*21", None, 42)
    marked = write_errors(path, read_table(path, LABELS), read(path).errors, tmp_path / "b")
    assert values(read(marked), "area") == [Decimal(42)]
    assert list(reasons(read(marked))) == [2]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_csv_comes_back_in_its_own_encoding_with_reasons(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("企业名称;租赁面积\r\n甲;22/30\r\n乙;3\r\n".encode(encoding))
    table = read_table(path, LABELS)
    marked = write_errors(path, table, read(path).errors, tmp_path / "错误")
    assert marked.read_bytes().decode(encoding).splitlines() == [
        "企业名称;租赁面积;错误原因",
        "甲;22/30;「租赁面积」不是一个数字，请只填一个数字，没有就留空",
        "乙;3;",
    ]
    assert match_columns(read_table(marked, LABELS), LABELS).unmatched == ()


def test_of_a_very_long_file_only_the_wrong_rows_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("louyu.engines.tables.faulty._MOST_ROWS_MARKED", 2)
    rows = [["企业名称", "租赁面积"], ["甲", 1], ["乙", "?"], ["丙", 3]]
    path = workbook(tmp_path / "a.xlsx", {"表": rows})
    marked = write_errors(path, read_table(path, LABELS), read(path).errors, tmp_path / "b")
    sheet = openpyxl.load_workbook(marked)["表"]
    assert [cell.value for cell in sheet[2]][:3] == [3, "乙", "?"]
    assert sheet.max_row == 2
    assert [error.row for error in read(marked).errors] == [2]
