"""表格: names are never read as markup, every page bears the number, heads are repeated."""

from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader

from louyu.engines.documents.content import Column
from louyu.engines.documents.form import Form, FormTable
from louyu.engines.documents.form_pdf import form_pdf

NASTY = '#panic("x") *甲* $y$ @z <w> \\ //'
COLUMNS = (Column("序号", 20, "center"), Column("企业名称", 160, "left"))
FORM = Form(
    title="试验表",
    corner=(("表号", "试 1 表"),),
    facts=(("楼宇", "甲楼"),),
    tables=(FormTable("企业", COLUMNS, (("1", NASTY),)), FormTable("空行", COLUMNS, empty=3)),
    notes=("注。",),
    signatures=("填表人",),
    code="2611-00042-7",
)


def _pages(form: Form) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(form_pdf(form))).pages]


def test_a_name_is_printed_as_it_is_written() -> None:
    (page,) = _pages(FORM)
    assert NASTY.replace(" ", "") in page.replace(" ", "").replace("\n", "")


def test_number_and_table_head_are_on_every_page() -> None:
    rows = tuple((str(at), "烟台某某有限公司") for at in range(90))
    pages = _pages(replace(FORM, tables=(FormTable("企业", COLUMNS, rows),)))
    assert len(pages) > 1
    assert all("2611-00042-7" in page and "企业名称" in page for page in pages)


def test_an_address_is_drawn_and_the_same_form_gives_the_same_bytes() -> None:
    with_address = replace(FORM, address="https://louyu.example/collection/code/?code=1")
    assert len(form_pdf(with_address)) > len(form_pdf(FORM))
    assert form_pdf(with_address) == form_pdf(with_address)
