"""表格成 PDF: the same sheet laid out by typst, on A4, with the fonts of the machine."""

import json
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import segno
import typst

from louyu.engines.documents.form import Form
from louyu.engines.documents.page import LATIN
from louyu.engines.documents.pdf import fonts

LAYOUT = Path(__file__).with_name("form.typ")


def form_pdf(form: Form) -> bytes:
    """A .pdf; the same form on the same machine gives the same bytes."""
    inputs = {
        "form": json.dumps(asdict(form), ensure_ascii=False),
        "fonts": json.dumps({role: [LATIN, font] for role, font in fonts().items()}),
        "picture": _picture(form.address) if form.address else "",
    }
    made = typst.compile(str(LAYOUT), sys_inputs=inputs, format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made


def _picture(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", xmldecl=False, border=0)
    return drawn.getvalue().decode()
