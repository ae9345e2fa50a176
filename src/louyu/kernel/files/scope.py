"""文件可见范围: whoever put the file in; an app may widen it to the readers of its own records."""

from django.db.models import Q

from louyu.kernel.files.models import StoredFile
from louyu.kernel.scope import Actor, policy


@policy(StoredFile)
def own_files(actor: Actor) -> Q:
    return Q(owner_id=actor.user_id) if actor.user_id else Q(pk__in=[])
