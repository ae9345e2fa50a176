"""导入待办: imports whose preview waits for the person who sent the file."""

from typing import Any

from django.db.models import QuerySet

from louyu.kernel.inbox import Item, Source, register
from louyu.kernel.scope import Actor
from louyu.registers.deliveries.models import Import, ImportState


def _previews(actor: Actor) -> QuerySet[Import]:
    return Import.objects.visible_to(actor).filter(state=ImportState.PREVIEW)


def _tell(row: Any) -> Item:
    return Item(title=f"待确认导入：{row.file.name}", link=row.get_absolute_url())


register(Source("imports", "待确认导入", _previews, _tell, related=("file",)))
