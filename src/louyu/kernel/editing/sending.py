"""一次提交: what a form's key does for pages that are not a resource's own form."""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction

from louyu.kernel.editing.models import Submission
from louyu.kernel.scope import Actor

STALE = "本页已失效，没有保存。请刷新页面后再提交一次。"


class NotAKey(ValueError):
    """The page carried no key of ours."""


def once(act: Callable[[], str], *, key: str, actor: Actor) -> str:
    """Where the first sending of this key led; a second one, even at once, does nothing more."""
    try:
        sending = {"owner_id": actor.user_id, "key": UUID(key)}
    except ValueError:
        raise NotAKey(STALE) from None
    try:
        with transaction.atomic():
            sent = Submission.objects.create(**sending)
            sent.link = act()
            sent.save(update_fields=["link"])
            return sent.link
    except IntegrityError:
        earlier = Submission.objects.filter(**sending).first()
        if earlier is None:
            raise
        return earlier.link
