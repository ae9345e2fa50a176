"""一家企业的页面: the steps, as large buttons for the officer at the door; a firm's own consent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from louyu.initiatives.local_registration import services
from louyu.initiatives.local_registration.consent_text import TOLD
from louyu.initiatives.local_registration.forms import (
    AnswerForm,
    AskForm,
    DeclineForm,
    GuideForm,
    RemoveForm,
    SettleForm,
    StepForm,
    VisitForm,
)
from louyu.initiatives.local_registration.models import Consent, Entry
from louyu.initiatives.local_registration.pages import must_read
from louyu.initiatives.local_registration.scope import own, works_on
from louyu.initiatives.local_registration.services import APPROACHES, Answer, Guidance
from louyu.initiatives.local_registration.sheets import consent_form
from louyu.initiatives.local_registration.workflow import FLOW, WORKERS
from louyu.kernel.editing.sending import NotAKey, once
from louyu.kernel.requests import Request
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.organizations.models import Role

Told = dict[str, Any]


def _ask(entry: Entry, told: Told, actor: Actor) -> None:
    services.ask(entry=entry, day=told["day"], text=told["text"], actor=actor)


def _visit(entry: Entry, told: Told, actor: Actor) -> None:
    services.visit(entries=[entry.pk], day=told["day"], findings=told["text"], actor=actor)


def _settle(stays: bool) -> Callable[[Entry, Told, Actor], None]:
    def run(entry: Entry, told: Told, actor: Actor) -> None:
        services.settle(entry=entry, stays=stays, text=told["text"], actor=actor)

    return run


@dataclass(frozen=True)
class Move:
    """A step as the page offers it; open where one of `opens` of the workflow is."""

    name: str
    label: str
    form: type[StepForm]
    opens: tuple[str, ...]
    run: Callable[[Entry, Told, Actor], None]


# The likely next one first; the others follow as they come up.
MOVES = (
    Move("ask", "已说明并询问，待答复", AskForm, ("ask",), _ask),
    Move(
        "answer",
        "登记企业的答复",
        AnswerForm,
        ("consent",),
        lambda entry, told, actor: services.record(entry=entry, answer=Answer(**told), actor=actor),
    ),
    Move(
        "guide",
        "登记指导",
        GuideForm,
        ("guide",),
        lambda entry, told, actor: services.guide(
            entry=entry, guidance=Guidance(**told), actor=actor
        ),
    ),
    Move("visit", "登记走访", VisitForm, ("visit",), _visit),
    Move(
        "decline",
        "企业不同意",
        DeclineForm,
        ("decline",),
        lambda entry, told, actor: services.record(
            entry=entry, answer=Answer(agrees=False, **told), actor=actor
        ),
    ),
    Move("stay", "企业决定仍在区外登记", SettleForm, ("stay",), _settle(True)),
    Move("give-up", "企业自行中止", SettleForm, ("give-up",), _settle(False)),
    Move(
        "remove",
        "移出名单",
        RemoveForm,
        ("remove",),
        lambda entry, told, actor: services.remove(entry=entry, reason=told["reason"], actor=actor),
    ),
    Move(
        "restore",
        "放回名单",
        StepForm,
        ("restore",),
        lambda entry, told, actor: services.restore(entry=entry, actor=actor),
    ),
)
WITH = ("campaign", "enterprise", "building__place")


def _entry(request: Request, pk: int) -> Entry:
    must_read(request.actor)
    rows = Entry.objects.visible_to(request.actor).select_related(*WITH)
    return get_object_or_404(rows, pk=pk)


def _is_theirs(entry: Entry, actor: Actor) -> bool:
    if not actor.holds(*WORKERS):
        return False
    return Entry.objects.visible_to(actor).filter(works_on(actor), pk=entry.pk).exists()


def _open(entry: Entry, actor: Actor) -> list[Move]:
    if not _is_theirs(entry, actor):
        return []
    names = {one.name for one in FLOW.open_to(entry, actor)}
    if not entry.campaign.is_running:
        names -= APPROACHES
    if "consent" in names:
        names -= {"decline"}  # the form of the answer offers both
    return [move for move in MOVES if names & set(move.opens)]


@login_required
def show(request: Request, pk: int) -> HttpResponse:
    return _shown(request, _entry(request, pk))


def _shown(
    request: Request, entry: Entry, tried: dict[str, StepForm] | None = None
) -> HttpResponse:
    tried = tried or {}
    consents = Consent.objects.visible_to(request.actor).filter(entry=entry)
    consent = consents.first()
    moves = _open(entry, request.actor)
    context = {
        "entry": entry,
        "consent": consent,
        # A leader reads how it stands, not who of the firm said so.
        "names": _is_theirs(entry, request.actor),
        "may_withdraw": bool(consent and consent.stands and _is_theirs(entry, request.actor)),
        "moves": [(one, tried.get(one.name) or one.form()) for one in moves],
        "tried": next(iter(tried), ""),
        "steps": entry.taken_steps.order_by("pk"),
        "told": TOLD,
        "key": uuid4(),
        "now": timezone.localtime(),
    }
    status = 422 if tried else 200
    return render(request, "local_registration/firm.html", context, status=status)


@login_required
@require_POST
def act(request: Request, pk: int) -> HttpResponse:
    entry = _entry(request, pk)
    name = request.POST.get("move", "")
    if name == "withdraw":
        return _withdraw(request, entry)
    move = next((one for one in _open(entry, request.actor) if one.name == name), None)
    if move is None:
        messages.error(request, "这一步现在不能办，可能已由他人办理，请看下面的记录。")
        return redirect(entry)
    form = move.form(request.POST)
    if not form.is_valid():
        return _shown(request, entry, {name: form})

    def taken() -> str:
        move.run(entry, form.cleaned_data, request.actor)
        messages.success(request, f"已登记：{move.label}")
        return entry.get_absolute_url()

    try:
        return redirect(once(taken, key=request.POST.get("key", ""), actor=request.actor))
    except (TransitionRefused, NotAKey) as refusal:
        messages.error(request, str(refusal))
        return redirect(entry)


def _withdraw(request: Request, entry: Entry) -> HttpResponse:
    """The firm said so to who stands there."""
    if not _is_theirs(entry, request.actor):
        raise PermissionDenied
    consents = Consent.objects.visible_to(request.actor)
    _take_back(request, get_object_or_404(consents, entry=entry))
    return redirect(entry)


def _take_back(request: Request, consent: Consent) -> None:
    try:
        services.withdraw(consent=consent, actor=request.actor)
    except TransitionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已撤回同意。本次活动不再就此联系，不影响任何服务和政策。")


@login_required
@require_GET
def sheet(request: Request, pk: int) -> HttpResponseBase:
    """The text and the choice on paper, with room to sign."""
    # typst is loaded by whoever prints, not by every web process.
    from louyu.engines.documents.form_pdf import form_pdf
    from louyu.engines.documents.pdf import FontsMissing

    entry = _entry(request, pk)
    try:
        file = form_pdf(consent_form(entry))
    except FontsMissing as refusal:
        messages.error(request, str(refusal))
        return redirect(entry)
    name = f"意愿书-{entry.enterprise}.pdf"
    return FileResponse(BytesIO(file), filename=name, content_type="application/pdf")


@login_required
def mine(request: Request) -> HttpResponse:
    """What one's own firm said, and the way to take it back."""
    if not request.actor.holds(Role.ENTERPRISE):
        raise PermissionDenied
    rows = Consent.objects.visible_to(request.actor).filter(own(request.actor))
    found = rows.select_related("entry__campaign", "entry__enterprise", "entry__building")
    context = {"consents": found.order_by("-at"), "told": TOLD}
    return render(request, "local_registration/mine.html", context)


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    if not request.actor.holds(Role.ENTERPRISE):
        raise PermissionDenied
    rows = Consent.objects.visible_to(request.actor).filter(own(request.actor))
    _take_back(request, get_object_or_404(rows, pk=pk))
    return redirect("local-registration-mine")
