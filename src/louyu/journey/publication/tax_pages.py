"""涉税版页面: a bulletin's tax on the screen, as Word file and PDF; for others it is not there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from louyu.engines.documents import Document
from louyu.journey.publication.issuing import PdfRefused, as_pdf, as_word, pdf_notice
from louyu.journey.publication.models import Bulletin
from louyu.journey.publication.pages import found, shown
from louyu.journey.publication.tax_edition import TaxEdition, opened_by
from louyu.journey.publication.tax_tables import document
from louyu.kernel.files.services import CONTENT_TYPES
from louyu.kernel.requests import Request

MAKERS = {"docx": as_word, "pdf": as_pdf}


@login_required
@require_GET
def tax(request: Request, pk: int) -> HttpResponse:
    bulletin = found(request, pk)
    with opened_by(request.actor, bulletin, form="html") as edition:
        made = _document(request, bulletin, edition)
        context = {
            "bulletin": bulletin,
            "edition": edition,
            "document": made,
            "blocks": [shown(block) for block in made.blocks],
            "pdf_notice": pdf_notice(),
        }
        response = render(request, "publication/tax.html", context)
    return _not_kept(response)


@login_required
@require_GET
def download(request: Request, pk: int, ending: str) -> HttpResponse:
    bulletin = found(request, pk)
    try:
        with opened_by(request.actor, bulletin, form=ending) as edition:
            content = MAKERS[ending](_document(request, bulletin, edition))
    except PdfRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("bulletin-tax", pk)
    named = content_disposition_header(True, f"{bulletin}（涉税版）.{ending}")
    headers = {"Content-Disposition": named or ""}
    return _not_kept(
        HttpResponse(content, content_type=CONTENT_TYPES[f".{ending}"], headers=headers)
    )


def _document(request: Request, bulletin: Bulletin, edition: TaxEdition) -> Document:
    return document(bulletin, edition, name=request.actor.name, at=timezone.localtime())


def _not_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
