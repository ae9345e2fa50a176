"""版本: who reads which edition of a bulletin, and the file that was kept of it."""

from louyu.journey.publication.audiences import Audience
from louyu.journey.publication.models import Bulletin, Edition
from louyu.kernel.files.models import StoredFile
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import DISTRICT_WIDE, Role


def edition_for(actor: Actor, bulletin: Bulletin) -> Audience:
    """A street reads its own bulletin in full, the district's in the public edition."""
    if actor.holds(*DISTRICT_WIDE) or bulletin.place_id in actor.areas(Role.STREET):
        return Audience.INTERNAL
    return Audience.PUBLIC


def kept(bulletin: Bulletin, audience: Audience, ending: str) -> StoredFile | None:
    """None for a draft, and for what was not kept of bulletins issued earlier."""
    if not bulletin.is_issued:
        return None
    rows = Edition.objects.unscoped("the reader of this edition reached the bulletin")
    rows = rows.filter(bulletin=bulletin).select_related("file")
    found = {(row.audience, row.ending): row.file for row in rows}
    if ending == "docx" and (audience is Audience.INTERNAL or not found):
        # Bulletins issued before there were editions name no building.
        return bulletin.file
    return found.get((audience, ending))
