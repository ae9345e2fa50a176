"""本街道联络员: a street grants and takes back its own liaisons, without anybody's approval."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.validators import RegexValidator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from louyu.journey.collection.reminders.contacts import contacts_of
from louyu.journey.collection.reminders.line import chosen
from louyu.kernel.history import acting
from louyu.kernel.requests import Request
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import BuildingParty, PartyKind
from louyu.registers.organizations import links
from louyu.registers.organizations.grants import GrantRefused, take_away
from louyu.registers.organizations.models import DutyRole, Organization, Role, User
from louyu.registers.organizations.services import AccountRefused, new_account

ROLE_FOR = {PartyKind.PROPERTY_MANAGER: Role.LIAISON, PartyKind.OPERATOR: Role.OPERATOR}


def bodies(actor: Actor) -> QuerySet[Organization]:
    """Property managers and operators working in a building of the street today."""
    rows = Organization.objects.unscoped("reached through the street's buildings")
    rows = rows.filter(kind__in=ROLE_FOR, pk__in=_parties(actor).values("organization"))
    return rows.order_by("name")


def _parties(actor: Actor) -> QuerySet[BuildingParty]:
    return BuildingParty.objects.visible_to(actor).filter(
        building__place_id__in=actor.areas(Role.STREET),
        kind__in=ROLE_FOR,
        during__contains=timezone.localdate(),
    )


def _own(actor: Actor) -> Q:
    """Duties this street gave, or that name no street and are for one of its bodies."""
    given = Q(place_id__in=actor.areas(Role.STREET))
    unnamed = Q(place=None, organization__in=bodies(actor))
    return Q(role__in=ROLE_FOR.values()) & (given | unnamed)


def granted(actor: Actor) -> QuerySet[DutyRole]:
    """The liaisons and operators of today."""
    held = DutyRole.objects.filter(_own(actor), during__contains=timezone.localdate())
    return held.select_related("user", "organization").order_by("user__name", "pk")


def is_own(actor: Actor, person: User) -> bool:
    """Never held, nor was proposed for, anything but such a duty: the street may let them in."""
    if not person.duties.exists() or person.grants.unscoped("of this person").exists():
        return False
    return not person.duties.exclude(pk__in=person.duties.filter(_own(actor))).exists()


class LiaisonForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(
        label="手机号",
        max_length=11,
        validators=[RegexValidator(r"^1\d{10}$", "请填写 11 位手机号。")],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="也是登录账号",
    )
    body = forms.ModelChoiceField(
        Organization.objects.none(),
        label="单位",
        empty_label="请选择",
        help_text="正在本街道楼宇服务的物业公司或运营方；没有列出时请先在楼宇页登记相关单位",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        field: Any = self.fields["body"]
        field.queryset = bodies(actor)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def liaisons(request: Request) -> HttpResponse:
    _require_street(request)
    form = LiaisonForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        try:
            person = _invite(request.actor, **form.cleaned_data)
        except AccountRefused as refusal:
            form.add_error("phone", str(refusal))
        else:
            form = LiaisonForm(actor=request.actor)
            return _page(request, form, person=person, link=_link(request, person))
    return _page(request, form)


@never_cache
@login_required
@require_POST
def liaison_link(request: Request, pk: int) -> HttpResponse:
    """A new way in for one's own liaison; never for a person who holds anything else."""
    _require_street(request)
    person = get_object_or_404(granted(request.actor), pk=pk).user
    if not is_own(request.actor, person):
        messages.error(request, "这个人还担任其他岗位，登录链接请由系统管理员发放。")
        return redirect("liaisons")
    form = LiaisonForm(actor=request.actor)
    return _page(request, form, person=person, link=_link(request, person))


@login_required
@require_POST
def liaison_end(request: Request, pk: int) -> HttpResponse:
    _require_street(request)
    held = get_object_or_404(granted(request.actor), pk=pk)
    given = forms.DateField(required=False).clean(request.POST.get("last_day") or None)
    yesterday = timezone.localdate() - timedelta(days=1)
    try:
        reason = request.POST.get("reason", "")
        take_away(held, actor=request.actor, reason=reason, last_day=given or yesterday)
    except GrantRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, f"已收回 {held.user.name} 的岗位，{given or '下一次操作起'}不再有效。"
        )
    return redirect("liaisons")


def _invite(actor: Actor, *, name: str, phone: str, body: Organization) -> User:
    """A person of this phone who is the street's own gets one more duty, a stranger is refused."""
    with transaction.atomic(), acting(actor, "liaison_invited"):
        person = User.objects.filter(phone=phone).first()
        if person is None:
            person = new_account(username=phone, name=name, phone=phone, body=body, actor=actor)
        elif not is_own(actor, person) or person.name != name:
            raise AccountRefused(
                "这个手机号已登记在另一个账号上，请核对；确属同一人请找系统管理员。"
            )
        _grant(actor, person, body)
    return person


def _grant(actor: Actor, person: User, body: Organization) -> None:
    """For this street alone: the company may work in others, whose buildings stay theirs."""
    today = timezone.localdate()
    for place in set(_parties(actor).filter(organization=body).values_list("building__place")):
        held = {"role": ROLE_FOR[PartyKind(body.kind)], "organization": body, "place_id": place[0]}
        if not person.duties.filter(during__contains=today, **held).exists():
            DutyRole.objects.create(user=person, start=today, **held)


def _require_street(request: Request) -> None:
    if not request.actor.holds(Role.STREET):
        raise Http404


def _link(request: Request, person: User) -> str:
    token = links.issue(person, actor=request.actor)
    return request.build_absolute_uri(reverse("sign-in-link", args=[token]))


def _page(request: Request, form: LiaisonForm, **more: Any) -> HttpResponse:
    rows, via = list(granted(request.actor)), chosen()
    known = contacts_of([row.user_id for row in rows], via) if via else {}
    context = {
        "form": form,
        "rows": [(row, known.get(row.user_id)) for row in rows],
        "today": timezone.localdate(),
        "via": via,
    }
    return render(
        request, "people/liaisons.html", context | more, status=422 if form.errors else 200
    )
