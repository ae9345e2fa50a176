"""来源可见范围: an import is its uploader's, once written the office's too, which may undo it;
a delivery the office's and the providing body's.

What takes a clearance is hidden from whoever lost it, were it their own upload.
"""

from django.db.models import Q

from louyu.kernel.files.models import StoredFile
from louyu.kernel.intake import all_kinds
from louyu.kernel.scope import Actor, policy
from louyu.kernel.scope.policies import NOTHING
from louyu.registers.deliveries.models import ColumnMapping, Delivery, Import, ImportState
from louyu.registers.deliveries.use import usable_by
from louyu.registers.organizations.models import Role

WRITTEN = (ImportState.APPLIED, ImportState.UNDOING, ImportState.UNDONE)


def _guarded(actor: Actor) -> list[str]:
    return [kind.key for kind in all_kinds() if not kind.cleared(actor)]


@policy(Import)
def imports(actor: Actor) -> Q:
    seen = Q(owner_id=actor.user_id)
    if actor.holds(Role.OFFICE):
        seen |= Q(state__in=WRITTEN, kind__in=[k.key for k in all_kinds() if k.open_to(actor)])
    return seen & ~Q(kind__in=_guarded(actor))


@policy(ColumnMapping)
def own_mappings(actor: Actor) -> Q:
    return Q(owner_id=actor.user_id)


@policy(Delivery)
def deliveries(actor: Actor) -> Q:
    own = Q(provider_id__in=actor.bodies(Role.DEPARTMENT))
    seen = Q(pk__isnull=False) if actor.holds(Role.OFFICE) else own
    return seen & ~Q(kind__in=_guarded(actor))


@policy(StoredFile)
def files_of_imports(actor: Actor) -> Q:
    """Files of guarded kinds belong to nobody by themselves: the clearance is asked each time."""
    if actor.user_id is None:
        return NOTHING
    usable = Q(delivery=None) | usable_by(actor)
    imports = Import.objects.visible_to(actor).filter(usable)
    return Q(pk__in=imports.values("file")) | Q(pk__in=imports.values("error_file"))
