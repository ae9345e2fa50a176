"""来源可见范围: an import is its uploader's; a delivery the office's and the providing body's.

What takes a clearance is hidden from whoever lost it, were it their own upload.
"""

from django.db.models import Q

from louyu.kernel.files.models import StoredFile
from louyu.kernel.intake import all_kinds
from louyu.kernel.scope import Actor, policy
from louyu.kernel.scope.policies import NOTHING
from louyu.registers.deliveries.models import ColumnMapping, Delivery, Import
from louyu.registers.organizations.models import Role


def _guarded(actor: Actor) -> list[str]:
    return [kind.key for kind in all_kinds() if not kind.cleared(actor)]


@policy(Import)
def own_imports(actor: Actor) -> Q:
    return Q(owner_id=actor.user_id) & ~Q(kind__in=_guarded(actor))


@policy(ColumnMapping)
def own_mappings(actor: Actor) -> Q:
    return Q(owner_id=actor.user_id)


@policy(Delivery)
def deliveries(actor: Actor) -> Q:
    own = Q(provider_id__in=actor.bodies(Role.DEPARTMENT))
    seen = Q(pk__isnull=False) if actor.holds(Role.OFFICE) else own
    return seen & ~Q(kind__in=_guarded(actor))


@policy(StoredFile)
def files_of_guarded_imports(actor: Actor) -> Q:
    """They belong to nobody by themselves: the clearance is asked each time."""
    if actor.user_id is None:
        return NOTHING
    imports = Import.objects.visible_to(actor).filter(kind__in=_asking_clearance())
    return Q(pk__in=imports.values("file")) | Q(pk__in=imports.values("error_file"))


def _asking_clearance() -> list[str]:
    return [kind.key for kind in all_kinds() if kind.clearance]
