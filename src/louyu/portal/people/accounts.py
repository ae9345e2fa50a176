"""账号页: who has an account and which duties; opening, switching off, a new way in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from louyu.journey.collection.reminders.contacts import contacts_of
from louyu.journey.collection.reminders.line import chosen
from louyu.kernel.requests import Request
from louyu.portal.people.forms import (
    AccountForm,
    ChangeForm,
    ClearanceForm,
    DutyForm,
    ResetForm,
)
from louyu.portal.people.link_sheet import waiting
from louyu.registers.organizations import grants, links
from louyu.registers.organizations.models import (
    ADMINISTRATORS,
    Clearance,
    DutyRole,
    Grant,
    GrantState,
    Role,
    User,
)
from louyu.registers.organizations.services import (
    AccountRefused,
    change_account,
    new_account,
    set_active,
)

PER_PAGE = 50
FORMS = {"duty": DutyForm, "clearance": ClearanceForm, "factor": ResetForm}


def _held_now() -> list[Prefetch[Any]]:
    today = timezone.localdate()
    duties = DutyRole.objects.filter(during__contains=today).select_related("place", "organization")
    cleared = Clearance.objects.filter(during__contains=today)
    return [
        Prefetch("duties", duties, "held_duties"),
        Prefetch("clearances", cleared, "held_clearances"),
    ]


def _require(request: Request, *roles: Role) -> None:
    if not request.actor.holds(*roles):
        raise Http404


@login_required
@require_GET
def accounts(request: Request) -> HttpResponse:
    _require(request, *ADMINISTRATORS)
    people, asked = User.objects.all(), request.GET.get("q", "").strip()
    if asked:
        people = people.filter(Q(name__icontains=asked) | Q(username__icontains=asked))
    people = people.prefetch_related(*_held_now())
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    may_open = request.actor.holds(Role.SYSTEM_ADMIN)
    new = waiting().filter(pk__in=[one.pk for one in page]) if may_open else User.objects.none()
    context = {"page": page, "q": asked, "may_open": may_open}
    context["new"] = set(new.values_list("pk", flat=True))
    return render(request, "people/accounts.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def account_new(request: Request) -> HttpResponse:
    """The account is there at once; its duty waits for the second administrator."""
    _require(request, Role.SYSTEM_ADMIN)
    form = AccountForm(request.POST or None)
    if form.is_valid():
        try:
            with transaction.atomic():
                person = _open(request, form)
        except (AccountRefused, grants.GrantRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已开立账号 {person.username}，岗位待另一位管理员复核。")
            return redirect("account", person.pk)
    status = 422 if form.errors else 200
    return render(request, "people/account_new.html", {"form": form}, status=status)


def _open(request: Request, form: AccountForm) -> User:
    given, what = form.cleaned_data, form.asked(request.actor)
    person = new_account(
        username=given["username"],
        name=given["name"],
        phone=given["phone"],
        body=what["organization"],
        actor=request.actor,
    )
    grants.propose(user=person, actor=request.actor, **what)
    return person


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def account(request: Request, pk: int) -> HttpResponse:
    """POST proposes a duty, a clearance or the reset of a second factor."""
    _require(request, *ADMINISTRATORS)
    person, act = get_object_or_404(User, pk=pk), request.POST.get("act", "")
    forms: dict[str, Any] = {name: form(prefix=name) for name, form in FORMS.items()}
    if request.method == "POST":
        _require(request, *grants.PROPOSERS)
        if act not in FORMS:
            raise Http404
        forms[act] = form = FORMS[act](request.POST, prefix=act)
        if form.is_valid():
            try:
                grants.propose(user=person, actor=request.actor, **form.asked(request.actor))
            except grants.GrantRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "已提交，待另一位管理员复核后生效。")
                return redirect("account", pk)
    return _account_page(request, person, forms)


def _account_page(
    request: Request, person: User, forms: dict[str, Any], **more: Any
) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    own = Grant.objects.visible_to(actor).filter(user=person)
    context = {
        "person": person,
        "forms": forms,
        "duties": person.duties.select_related("place", "organization").order_by("-start", "-pk"),
        "clearances": person.clearances.order_by("-start", "-pk"),
        "waiting": own.filter(state=GrantState.PROPOSED).select_related("place", "organization"),
        "may_propose": actor.holds(*grants.PROPOSERS) and person.pk != actor.user_id,
        "may_open": actor.holds(Role.SYSTEM_ADMIN) and person.pk != actor.user_id,
        "today": today,
        "change": ChangeForm(initial={"name": person.name, "phone": person.phone}),
        "via": (via := chosen()),
        "contact": contacts_of([person.pk], via).get(person.pk) if via else None,
    }
    bad = any(form.errors for form in forms.values())
    return render(request, "people/account.html", context | more, status=422 if bad else 200)


@never_cache
@login_required
@require_POST
def account_link(request: Request, pk: int) -> HttpResponse:
    """A single-use way in, shown this once; with it the person chooses a password."""
    _require(request, Role.SYSTEM_ADMIN)
    person = get_object_or_404(User, pk=pk, is_active=True)
    token = links.issue(person, actor=request.actor)
    address = request.build_absolute_uri(reverse("sign-in-link", args=[token]))
    forms: dict[str, Any] = {name: form(prefix=name) for name, form in FORMS.items()}
    return _account_page(request, person, forms, link=address)


@login_required
@require_POST
def account_switch(request: Request, pk: int) -> HttpResponse:
    _require(request, Role.SYSTEM_ADMIN)
    person = get_object_or_404(User, pk=pk)
    if person.pk == request.actor.user_id:
        raise Http404
    set_active(person, not person.is_active, actor=request.actor)
    messages.success(
        request, f"账号 {person.username} 已{'停用' if person.is_active else '启用'}。"
    )
    return redirect("account", pk)


@login_required
@require_POST
def account_change(request: Request, pk: int) -> HttpResponse:
    """Another name or phone of the same person; whoever takes over gets an account of their own."""
    _require(request, Role.SYSTEM_ADMIN)
    person, form = get_object_or_404(User, pk=pk), ChangeForm(request.POST)
    if person.pk == request.actor.user_id:
        raise Http404
    if form.is_valid():
        try:
            change_account(person, actor=request.actor, **form.cleaned_data)
        except AccountRefused as refusal:
            form.add_error("phone", str(refusal))
        else:
            messages.success(request, "姓名和手机号已更正。")
            return redirect("account", pk)
    forms: dict[str, Any] = {name: form(prefix=name) for name, form in FORMS.items()}
    answer = _account_page(request, get_object_or_404(User, pk=pk), forms, change=form)
    answer.status_code = 422
    return answer


@login_required
@require_POST
def take_away(request: Request, what: str, pk: int) -> HttpResponse:
    """A duty or a clearance ends with the next request of its holder."""
    _require(request, *grants.PROPOSERS)
    models: dict[str, type[DutyRole] | type[Clearance]] = {
        "duty": DutyRole,
        "clearance": Clearance,
    }
    if what not in models:
        raise Http404
    held: Any = get_object_or_404(models[what], pk=pk)
    try:
        grants.take_away(held, actor=request.actor, reason=request.POST.get("reason", ""))
    except grants.GrantRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已收回，下一次操作起不再有效。")
    return redirect("account", held.user_id)
