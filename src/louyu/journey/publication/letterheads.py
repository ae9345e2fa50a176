"""版头: which one names the issuer of a bulletin on a day."""

from datetime import date

from louyu.journey.publication.models import Letterhead
from louyu.journey.publication.snapshot import Head


def head_on(day: date) -> Head | None:
    """The words to be printed that day; None where no letterhead has begun."""
    rows = Letterhead.objects.unscoped("it stands on a bulletin, whoever reads that")
    held = rows.filter(valid_from__lte=day).order_by("-valid_from").first()
    return Head(held.mark, held.issuer, held.number_word, held.printer) if held else None
