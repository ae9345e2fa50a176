"""账号: opening an account with its duty, and a new password; the database keeps 三员 apart."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from louyu.kernel.history import acting
from louyu.kernel.scope import Actor
from louyu.registers.organizations.models import (
    AREA_BOUND,
    BODY_BOUND,
    DutyRole,
    Organization,
    OrganizationKind,
    Role,
    User,
)
from louyu.registers.places.models import Place, PlaceLevel

# What kind of body a duty is held for, where it is held for one.
KIND_OF_BODY = {
    Role.OFFICE: OrganizationKind.OFFICE,
    Role.DEPARTMENT: OrganizationKind.DEPARTMENT,
    Role.LIAISON: OrganizationKind.PROPERTY_MANAGER,
    Role.OPERATOR: OrganizationKind.OPERATOR,
    Role.ENTERPRISE: OrganizationKind.ENTERPRISE,
}
# The body that works for an area.
KIND_OF_AREA: dict[str, OrganizationKind] = {
    PlaceLevel.SUBDISTRICT: OrganizationKind.SUBDISTRICT,
    PlaceLevel.PARK: OrganizationKind.PARK,
    PlaceLevel.COMMUNITY: OrganizationKind.COMMUNITY,
}


class AccountRefused(Exception):
    """One Chinese sentence that says what to do."""


def open_account(
    *,
    username: str,
    name: str,
    password: str,
    role: Role,
    place: Place | None = None,
    body: str = "",
    start: date | None = None,
    actor: Actor,
) -> User:
    """`body`: name of the organization; it is entered when it is not there yet."""
    _refuse_incomplete(role, place, body)
    with transaction.atomic(), acting(actor, "account_opened"):
        if User.objects.filter(username=username).exists():
            raise AccountRefused(f"账号 {username} 已存在，请换一个账号名。")
        user = User(username=username, name=name, organization=_body(role, body, actor))
        _set_password(user, password)
        DutyRole.objects.create(
            user=user,
            role=role,
            place=place,
            organization=user.organization,
            start=start or timezone.localdate(),
        )
    return user


def new_account(
    *, username: str, name: str, phone: str, body: Organization | None, actor: Actor
) -> User:
    """A person without a password or a duty: both come later, each in its own way."""
    user = User(username=username, name=name, phone=phone, organization=body)
    user.set_unusable_password()
    _refuse_broken(user)
    with acting(actor, "account_opened"):
        user.save()
    return user


def change_account(user: User, *, name: str, phone: str, why: str, actor: Actor) -> None:
    """Codes go to the new phone; links and open sessions of the person stay."""
    user.name, user.phone = name, phone
    _refuse_broken(user)
    with acting(actor, "account_changed", why=why):
        user.save(update_fields=["name", "phone"])


def _refuse_broken(user: User) -> None:
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as wrong:
        raise AccountRefused("".join(wrong.messages)) from None


def set_active(user: User, active: bool, *, actor: Actor) -> None:
    """Whoever is switched off is out with the next request, also in open sessions."""
    with acting(actor, "account_switched"):
        User.objects.filter(pk=user.pk).update(is_active=active)


def set_password(*, user: User, password: str, actor: Actor) -> None:
    with transaction.atomic(), acting(actor, "password_set"):
        _set_password(user, password)


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise AccountRefused("密码不符合要求：" + "".join(weak.messages)) from None
    user.set_password(password)
    user.save()


def _refuse_incomplete(role: Role, place: Place | None, body: str) -> None:
    if role in AREA_BOUND and place is None:
        raise AccountRefused(f"“{role.label}”需要辖区，请用 --place 给出街道、园区或社区的代码。")
    if role in BODY_BOUND and not body:
        raise AccountRefused(f"“{role.label}”需要单位，请用 --organization 给出单位名称。")
    if body and role not in KIND_OF_BODY:
        raise AccountRefused(f"“{role.label}”不属于某个单位，请去掉 --organization。")


def _body(role: Role, name: str, actor: Actor) -> Organization | None:
    if not name:
        return None
    found = Organization.objects.visible_to(actor).filter(kind=KIND_OF_BODY[role], name=name)
    return found.first() or Organization.objects.create(kind=KIND_OF_BODY[role], name=name)
