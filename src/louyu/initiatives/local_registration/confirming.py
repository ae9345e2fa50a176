"""结果确认: the registry's next list says that a firm is registered here; nobody types it."""

from django.db.models import F
from django.utils import timezone

from louyu.initiatives.local_registration.models import Act, Entry
from louyu.initiatives.local_registration.services import take
from louyu.initiatives.local_registration.workflow import FLOW
from louyu.journey.matching.models import Pairing
from louyu.kernel.scope import Actor
from louyu.registers.enterprises.models import EnterpriseStatus


def confirm(actor: Actor) -> int:
    """Entries whose firm is paired with a local registration; lists until the campaign's end.

    Those that said no are left alone, whatever the list says.
    """
    transition = next(one for one in FLOW.transitions if one.name == "register")
    paired = "enterprise__pairing"
    rows = Entry.objects.unscoped("the comparison is the same whoever started it").filter(
        **{
            "state__in": transition.sources,
            f"{paired}__state": Pairing.State.TAKEN,
            f"{paired}__registration__is_local": True,
            f"{paired}__registration__status": EnterpriseStatus.ACTIVE,
        }
    )
    # A list names a month by its first day.
    rows = rows.filter(**{f"{paired}__registration__delivery__period__lte": F("campaign__end")})
    numbers = list(rows.order_by().values_list("pk", flat=True))
    if not numbers:
        return 0
    found = Entry.objects.unscoped("found above").filter(pk__in=numbers)
    today = timezone.localdate()
    return len(take(found, "register", Act.REGISTERED, day=today, actor=actor, settled_on=today))
