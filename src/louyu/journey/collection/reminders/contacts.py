"""消息地址: who writes down where a person gets messages, and who switches them off."""

from __future__ import annotations

import re

from django.db import transaction

from louyu.journey.collection.reminders.models import ADDRESS_OF, Contact, Via
from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import User

LONGEST = 120  # characters
OF_A_PERSON = "of a person the caller has found"


class AddressRefused(Exception):
    """One Chinese sentence that says what to do."""


def contacts_of(people: list[int], via: Via) -> dict[int, Contact]:
    rows = Contact.objects.unscoped(OF_A_PERSON).filter(user__in=people, via=via)
    return {row.user_id: row for row in rows}


def set_address(
    user: User, via: Via, address: str, *, actor: Actor, wanted: bool | None = None
) -> None:
    """An empty one takes it away; whether messages are wanted is for the person alone to say."""
    given = address.strip()
    fits = len(given) <= LONGEST and given.isprintable()
    if given and not (fits and re.match(ADDRESS_OF[via], given)):
        raise AddressRefused(f"这不像一个人的{via.label}地址，请核对后再填。")
    values = {"address": given} | ({} if wanted is None else {"wanted": wanted})
    rows = Contact.objects.unscoped(OF_A_PERSON)
    with transaction.atomic(), acting(actor, "message_address_set"):
        rows.update_or_create(user=user, via=via, defaults=values)
