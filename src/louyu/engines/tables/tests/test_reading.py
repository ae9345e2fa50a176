"""读表规则: what is taken from a file, what is left out and said so, where each value stands."""

import gzip
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from louyu.engines.tables import ROW, SHEET, Limits, Refused, match_columns, read_table
from louyu.engines.tables.parsing import parse
from louyu.engines.tables.tests.sheets import LABELS, read, reasons, texts, values, workbook

HEAD = ["企业名称", "信用代码", "租赁面积", "入驻日期"]


@pytest.mark.parametrize("first_day", [False, True], ids=["1900", "1904"])
def test_date_cells_are_right_in_workbooks_of_either_calendar(
    tmp_path: Path, first_day: bool
) -> None:
    rows = [HEAD, ["甲", "1", 440, date(2024, 3, 1)], ["乙", "2", 0.5, datetime(2023, 12, 31, 9)]]
    found = read(workbook(tmp_path / "a.xlsx", {"表": rows}, date_1904=first_day))
    assert values(found, "start") == [date(2024, 3, 1), date(2023, 12, 31)]
    assert values(found, "area") == [Decimal(440), Decimal("0.5")]


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", ","), ("utf-16", "\t")],
)
def test_a_csv_is_read_in_the_encodings_and_separators_of_offices(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    path = tmp_path / "a.csv"
    lines = (separator.join(line) for line in (HEAD, ["甲𠮷", "01", "440", "2024-03-01"]))
    path.write_bytes("\r\n".join(lines).encode(encoding))
    table = read_table(path, LABELS)
    assert table.frame.row(0) == ("", 2, "甲𠮷", "01", "440", "2024-03-01")
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_table(packed, LABELS).frame.equals(table.frame)


def test_every_visible_sheet_is_taken_and_a_hidden_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name in ("一号楼", "二号楼", "底稿", "空"):
            sheet = book.add_worksheet(name)
            if name != "空":
                sheet.write_row(0, 0, ["企业名称", "面积" if name == "二号楼" else "租赁面积"])
                sheet.write_row(1, 0, [f"{name}的企业", "5"])
        book.get_worksheet_by_name("底稿").hide()
    table = read_table(path, LABELS)
    assert table.frame.select(SHEET, ROW, "企业名称").rows() == [
        ("一号楼", 2, "一号楼的企业"),
        ("二号楼", 2, "二号楼的企业"),
    ]
    assert {note.sheet: note.text for note in table.notes} == {
        "底稿": "隐藏的工作表没有导入",
        "空": "空的工作表没有导入",
    }
    # Two headers mean one field, each on its own sheet.
    assert values(read(path), "area") == [Decimal(5), Decimal(5)]


def test_merged_headers_over_two_rows_name_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        sheet.merge_range("B1:E1", "花名册")
        sheet.merge_range("B2:B3", "企业名称")
        sheet.merge_range("C2:D2", "租赁")
        sheet.merge_range("E2:F2", "自用")
        sheet.write_row("C3", ["面积", "年租金", "面积", "备注"])
        sheet.write_row("B4", ["甲", 10, 20, 30, "好"])
    table = read_table(path, LABELS)
    assert table.headers == ("企业名称", "租赁/面积", "租赁/年租金", "自用/面积", "自用/备注")
    assert table.layouts[0].columns["租赁/面积"] == 2
    assert match_columns(table, LABELS).fields["自用/面积"] == "own"
    found = read(path)
    assert (values(found, "area"), values(found, "own")) == ([Decimal(10)], [Decimal(30)])


def test_a_cell_merged_over_rows_holds_for_each_but_a_number_cannot_be_shared(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["企业名称", "用途", "租赁面积"])
        sheet.write_column(1, 0, ["甲", "乙", "丙"])
        sheet.merge_range("B2:B3", "办公")
        sheet.merge_range("C2:C3", 900)
        sheet.write_row("B4", ["商业", 7])
    found = read(path)
    assert values(found, "use") == ["office", "office", "shop"]
    assert values(found, "area") == [None, None, Decimal(7)]
    assert all("合并" in reasons(found)[row] for row in (2, 3))


def test_totals_foot_lines_and_our_example_are_left_out_and_said_so(tmp_path: Path) -> None:
    rows = [
        ["企业名称", "租赁面积"],
        ["示例：某某公司", 1],
        ["甲", 2],
        [],
        ["企业名称", "租赁面积"],
        ["合　计：", 3],
        ["填表人：张三"],
    ]
    table = read_table(workbook(tmp_path / "a.xlsx", {"表": rows}), LABELS)
    assert table.frame.select(ROW, "企业名称").rows() == [(3, "甲")]
    assert {note.row: note.text for note in table.notes} == {
        None: "中间有 1 个空行，没有导入",
        2: "示例行没有导入",
        5: "重复的表头没有导入",
        6: "合计行没有导入",
        7: "表尾说明没有导入",
    }


def test_blanks_of_every_width_and_invisible_signs_around_a_text_are_gone(tmp_path: Path) -> None:
    rows = [["企业名称"], ["\u3000甲\u200b公司 \u00a0\t"], ["\ufeff乙\u200e"]]
    table = read_table(workbook(tmp_path / "a.xlsx", {"表": rows}), LABELS)
    assert texts(table.frame, "企业名称") == ["甲公司", "乙"]


def test_control_signs_hidden_in_a_text_are_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("企业名称,信用代码\n甲\x01公\x1f司\x7f,1\n".encode())
    assert texts(read_table(path, LABELS).frame, "企业名称") == ["甲公司"]


def test_lost_digits_are_located_and_whole_codes_are_not(tmp_path: Path) -> None:
    rows = [
        ["企业名称", "信用代码"],
        ["甲", 913706020000000123],
        ["乙", "913706020000000123"],
        ["丙", 370602100001234],
    ]
    found = read(workbook(tmp_path / "a.xlsx", {"表": rows}))
    (error,) = found.errors
    assert (error.row, error.column, error.value) == (2, "信用代码", "9.13706E+17")
    assert values(found, "code") == [None, "913706020000000123", "370602100001234"]


def test_formulas_are_read_as_values_and_their_errors_are_located(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["企业名称", "租赁面积"])
        sheet.write_column(1, 0, ["甲", "乙", "丙"])
        sheet.write_formula("B2", "=0.1+0.2", None, 0.1 + 0.2)
        sheet.write_formula("B3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B4", "=1+1", None, "")
    found = read(path)
    assert values(found, "area")[0] == Decimal("0.3")
    assert "公式出错" in reasons(found)[3]
    uncomputed = tmp_path / "b.xlsx"
    book = openpyxl.load_workbook(path)
    book["表"]["B2"] = "=1+1"
    book.save(uncomputed)
    assert "没有计算结果" in reasons(read(uncomputed))[2]


def test_columns_of_one_name_are_told_apart_and_only_the_first_is_taken(tmp_path: Path) -> None:
    rows = [["企业名称", "租赁面积", "面积", "面积", "楼长"], ["甲", 1, 2, 3, "李"]]
    table = read_table(workbook(tmp_path / "a.xlsx", {"表": rows}), LABELS)
    match = match_columns(table, LABELS)
    assert match.fields == {"企业名称": "name", "租赁面积": "area"}
    assert match.ambiguous == ("面积", "面积（D列）")
    assert match.unmatched == ("楼长",)
    remembered = {"面积": "area", "租赁面积": "", "面积（D列）": ""}
    assert match_columns(table, LABELS, remembered).fields["面积"] == "area"


def test_of_two_headers_for_one_field_our_own_label_holds_it(tmp_path: Path) -> None:
    rows = [["企业名称", "面积", "租赁面积"], ["甲", 1, 2]]
    table = read_table(workbook(tmp_path / "a.xlsx", {"表": rows}), LABELS)
    match = match_columns(table, LABELS)
    assert (match.fields["租赁面积"], match.ambiguous) == ("area", ("面积",))


def test_a_sheet_written_without_addresses_or_with_prefixes_is_read_alike(tmp_path: Path) -> None:
    """As some writers do: namespace prefixes, single quotes, attributes in another order."""
    plain = workbook(tmp_path / "a.xlsx", {"表": [["企业名称", "信用代码"], ["甲", 10**17]]})
    rewritten = tmp_path / "b.xlsx"
    _rewrite(
        plain,
        rewritten,
        {"<sheetData>": "<sheetData >", '<c r="B2">': "<c s='0' r='B2'>", "<v>": "<v >"},
    )
    assert [e.reason for e in read(rewritten).errors] == [e.reason for e in read(plain).errors]
    assert len(read(rewritten).errors) == 1


def test_unknown_headers_are_handed_over_for_a_person_to_say_what_they_mean(
    tmp_path: Path,
) -> None:
    rows = [["某某楼名单"], [], ["单位全名", "多大"], ["甲", 12], ["乙", 7]]
    table = read_table(workbook(tmp_path / "a.xlsx", {"表": rows}), LABELS)
    assert table.headers == ("单位全名", "多大")
    assert table.frame[ROW].to_list() == [4, 5]
    assert match_columns(table, LABELS).unmatched == ("单位全名", "多大")
    told = {"单位全名": "name", "多大": "area"}
    assert match_columns(table, LABELS, told).fields == told


def test_a_file_without_anything_like_a_header_is_refused_with_advice(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"表": [[1, 2], ["面", 1]]})
    with pytest.raises(Refused, match="对照模板检查表头"):
        read_table(path, LABELS)


def test_a_file_that_takes_too_long_or_too_much_memory_is_given_up(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"表": [HEAD, ["甲", "1", 1]]})
    with pytest.raises(Refused, match="秒内没有读完"):
        read_table(path, LABELS, Limits(seconds=0))
    # Which allocation fails is chance: the child dies, or a library takes the file for broken.
    with pytest.raises(Refused, match=r"没有读完|打不开"):
        read_table(path, LABELS, Limits(memory_bytes=64 * 1024 * 1024))
    with pytest.raises(Refused, match="超过 1 行"):
        read_table(path, LABELS, Limits(rows=1))


_cells = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.integers(-(10**20), 10**20),
    st.dates(date(1900, 3, 1), date(2099, 12, 31)),
    st.booleans(),
    st.sampled_from(["合计", "示例：甲", "注：无", "企业名称"]),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.lists(_cells, min_size=2, max_size=2), max_size=12))
def test_every_filled_row_is_taken_or_said_to_be_left_out(
    tmp_path: Path, rows: list[list[object]]
) -> None:
    path = workbook(tmp_path / "a.xlsx", {"表": [["企业名称", "租赁面积"], *rows]})
    (sheet,) = parse(path, "xlsx", LABELS, Limits())
    accounted = {row for row, _ in sheet.notes if row} | set(sheet.frame[ROW])
    filled = {
        index
        for index, row in enumerate(rows, start=2)
        if any(cell is not None and str(cell).strip() for cell in row)
    }
    assert accounted <= filled
    for index in filled - accounted:  # nothing but signs nobody sees
        assert not any(str(c).isprintable() and str(c).strip() for c in rows[index - 2] if c)
    for row, name in sheet.frame.select(ROW, "企业名称").rows():
        written = rows[row - 2][0]
        if isinstance(written, str) and written.isprintable() and name is not None:
            assert name in written


def _rewrite(source: Path, target: Path, changes: dict[str, str]) -> None:
    import zipfile

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name.startswith("xl/worksheets/sheet"):
                for before, after in changes.items():
                    text = text.replace(before, after)
            new.writestr(name, text)
