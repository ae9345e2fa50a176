"""使用授权的执行: who may be shown what a delivery brought, and until when.

For rows that name their delivery by `delivery`, and for the delivery itself.
"""

from django.db.models import Q
from django.utils import timezone

from louyu.kernel.files.models import StoredFile
from louyu.kernel.intake import importer
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import Delivery, Import
from louyu.registers.deliveries.sourced import SourcedImport

EXPIRED, NOT_GRANTED = "期限已过", "未获授权"


def within_term() -> Q:
    """The time of use has not ended."""
    today = timezone.localdate()
    return Q(delivery__valid_until=None) | Q(delivery__valid_until__gte=today)


def usable_by(actor: Actor) -> Q:
    """And the record names a duty or a clearance of this person."""
    return within_term() & Q(delivery__allowed_roles__overlap=_words(actor))


def withheld(row: Delivery, actor: Actor, *, own: bool = False) -> str:
    """The word that is printed instead; "" where it may be shown. `own`: of the person's own
    enterprise, which no record needs to name."""
    if row.valid_until and row.valid_until < timezone.localdate():
        return EXPIRED
    named = own or not set(row.allowed_roles).isdisjoint(_words(actor))
    return "" if named else NOT_GRANTED


def _words(actor: Actor) -> list[str]:
    return sorted(actor.roles | actor.clearances)


def lines_shown(row: Import, actor: Actor, *, rows: int, form: str) -> None:
    """For kinds that keep a log of who looked at them."""
    kind = importer(row.kind)
    if isinstance(kind, SourcedImport):
        kind.looked_at(row, actor, rows=rows, form=form)


def file_taken(file: StoredFile, actor: Actor) -> None:
    """A file that arrived, or the reasons written beside its lines, was downloaded."""
    rows = Import.objects.unscoped("which import a file is of; it was reached by its reader")
    row = rows.filter(Q(file=file) | Q(error_file=file)).order_by("pk").first()
    if row:
        form = file.name.rsplit(".", 1)[-1][:10]
        lines_shown(row, actor, rows=row.report.get("rows", 0), form=form)
