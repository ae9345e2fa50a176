"""导入可见范围: whoever uploaded the file."""

from django.db.models import Q

from louyu.kernel.scope import Actor, policy
from louyu.registers.deliveries.models import ColumnMapping, Import


@policy(Import)
def own_imports(actor: Actor) -> Q:
    return Q(owner_id=actor.user_id)


@policy(ColumnMapping)
def own_mappings(actor: Actor) -> Q:
    return Q(owner_id=actor.user_id)
