"""图表: a native chart part with its workbook inside, so that any office program can edit it."""

from io import BytesIO
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree
from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.oxml import parse_xml as parse_chart
from pptx.oxml.ns import qn
from pptx.util import Pt
from xlsxwriter import Workbook

from louyu.engines.documents.content import Chart
from louyu.engines.documents.packing import LONG_AGO
from louyu.engines.documents.page import FANGSONG, LATIN, TYPE_AREA_MM

CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLORS = ("1660B4", "B9D4F0", "12838A", "B87A00")
GRID_COLOR = "DDE4EB"
KINDS = {"columns": XL_CHART_TYPE.COLUMN_CLUSTERED, "line": XL_CHART_TYPE.LINE_MARKERS}
MOST_COLUMNS = 24  # side by side on a page
SHEET = "Sheet1"  # the name the chart's references use
_INLINE = """
<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
  xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
  xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
  xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
  <wp:inline distT="0" distB="0" distL="0" distR="0">
    <wp:extent/><wp:docPr/>
    <a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">
      <c:chart/>
    </a:graphicData></a:graphic>
  </wp:inline>
</w:drawing>
"""


def draw(paragraph: WordParagraph, chart: Chart, number: int) -> None:
    """Put the chart, `number`-th of its document, in line with the text."""
    package = paragraph.part.package
    workbook = Part(
        PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"),
        SHEET_TYPE,
        _workbook(chart),
        package,
    )
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, b"", package)
    part._blob = _chart_xml(chart, part.relate_to(workbook, RELATIONSHIP_TYPE.PACKAGE))
    drawing = parse_xml(_INLINE)
    inline = drawing[0]
    extent, properties = inline[0], inline[1]
    extent.set("cx", str(Mm(TYPE_AREA_MM)))
    extent.set("cy", str(Mm(chart.height_mm)))
    properties.set("id", str(number))
    properties.set("name", chart.title)
    properties.set("title", chart.title)
    properties.set("descr", chart.description)
    link = next(drawing.iter(qn("c:chart")))
    link.set(qn("r:id"), paragraph.part.relate_to(part, RELATIONSHIP_TYPE.CHART))
    paragraph.add_run()._r.append(drawing)


def _chart_xml(chart: Chart, workbook_id: str) -> bytes:
    data: Any = CategoryChartData(number_format="0.00")  # type: ignore[no-untyped-call]
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, series.values)
    space = parse_chart(data.xml_bytes(KINDS[chart.kind]))
    _paint(NativeChart(space, None), chart)  # type: ignore[no-untyped-call]
    space._add_externalData().set(qn("r:id"), workbook_id)
    return bytes(etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True))


def _paint(native: Any, chart: Chart) -> None:
    _write_small(native.font)
    native.has_title = False  # the series say what they are; a small chart has no room twice
    native.has_legend = True
    native.legend.position = XL_LEGEND_POSITION.TOP
    native.legend.include_in_layout = False
    plot = native.plots[0]
    if chart.kind == "columns":
        plot.gap_width, plot.overlap = _gap(chart), 0
    for series, color in zip(plot.series, COLORS, strict=False):
        _color(series, RGBColor.from_string(color), chart)  # type: ignore[no-untyped-call]
    grid = native.value_axis.major_gridlines.format.line
    grid.color.rgb = RGBColor.from_string(GRID_COLOR)  # type: ignore[no-untyped-call]
    grid.width = Pt(0.5)
    native.value_axis.minimum_scale = chart.minimum
    if chart.maximum:
        native.value_axis.maximum_scale = chart.maximum
        native.value_axis.major_unit = chart.step
    native.value_axis.format.line.fill.background()
    native.value_axis.tick_labels.number_format = "0"
    native.value_axis.tick_labels.number_format_is_linked = False


def _color(series: Any, color: RGBColor, chart: Chart) -> None:
    if chart.kind == "columns":
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = color
        return
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = color, Pt(1.75)
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 5
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = color
    series.marker.format.line.color.rgb = color


def _gap(chart: Chart) -> int:
    """In per cent of a column, so that a few columns do not become blocks."""
    slim = MOST_COLUMNS / len(chart.categories) - len(chart.series)
    return int(min(max(slim * 100, 60), 500))


def _write_small(font: Any) -> None:
    font.size, font.name = Pt(9), LATIN
    east = font._element.makeelement(qn("a:ea"), {"typeface": FANGSONG})
    font._element.find(qn("a:latin")).addnext(east)


def _workbook(chart: Chart) -> bytes:
    """Laid out as the chart's references expect: categories in A, one series per column."""
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": LONG_AGO})
        sheet = book.add_worksheet(SHEET)
        sheet.write_column(1, 0, chart.categories)
        for column, series in enumerate(chart.series, start=1):
            sheet.write_string(0, column, series.name)
            for row, value in enumerate(series.values, start=1):
                if value is not None:
                    sheet.write_number(row, column, float(value))
    return buffer.getvalue()
