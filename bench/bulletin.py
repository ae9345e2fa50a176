"""P10 通报: Word and PDF of a quarterly bulletin, against bare typesetting and chart drawing."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone

from bench.measure import Pair
from louyu.engines.documents import Chart, Document
from louyu.engines.documents.pdf import pdf
from louyu.engines.documents.word import word
from louyu.engines.measures import Period
from louyu.journey.publication.issuing import render, render_pdf, signed_document
from louyu.journey.publication.services import draft
from louyu.registers.organizations.actors import console
from louyu.registers.places.models import Place, PlaceLevel


def pairs() -> Iterator[Pair]:
    """On the months that the timing of the cockpit has computed."""
    quarter = Period.of(timezone.localdate()).quarter.previous
    district = Place.objects.get(level=PlaceLevel.DISTRICT)
    bulletin = draft(quarter=quarter, place=district, actor=console("测速"))
    ready: Document = signed_document(bulletin)
    charts = tuple(block for block in ready.blocks if isinstance(block, Chart))
    drawn = replace(ready, blocks=charts)
    yield Pair(
        promise="P10",
        work=f"季度通报的 Word 和 PDF，{len(charts)} 张图",
        baseline="现成内容直接由 typst 排版，Word 里只画同样的图",
        omits="从冻结的数字写成正文和表格，Word 的正文和表格",
        reach=1.5,
        ours=lambda: (render(bulletin), render_pdf(bulletin)),
        theirs=lambda: (pdf(ready), word(drawn)),
    )
