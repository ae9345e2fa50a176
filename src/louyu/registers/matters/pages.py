"""事项页面: the list, one thread with what may be done now, and a new one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from louyu.kernel.editing.sending import NotAKey, once
from louyu.kernel.pages import listed
from louyu.kernel.requests import Request
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.assignments.queries import colleagues
from louyu.registers.matters import services
from louyu.registers.matters.forms import MatterForm, kinds_for
from louyu.registers.matters.models import Matter, MatterState
from louyu.registers.matters.queries import asked_by, joint_turn_of, turn_of
from louyu.registers.organizations.models import PUBLIC_KINDS, Organization, OrganizationKind, User

STARS = ("5", "4", "3", "2", "1")
WITH_ALL = ("building", "enterprise", "place", "owner_user", "owner_body", "opened_by")


@login_required
def index(request: Request) -> HttpResponse:
    create = reverse("matter-new") if kinds_for(request.actor) else ""
    return listed.index(request, "matters", create=create)


@login_required
def new(request: Request) -> HttpResponse:
    actor = request.actor
    if not kinds_for(actor):
        raise PermissionDenied
    asked = {k: request.GET[k] for k in ("kind", "building", "enterprise") if k in request.GET}
    form = MatterForm(
        request.POST if request.method == "POST" else None, actor=actor, initial=asked
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data

        def act() -> str:
            made = services.open_matter(
                kind=told["kind"],
                text=told["text"],
                building=told.get("building"),
                enterprise=told.get("enterprise"),
                level=told.get("level", ""),
                actor=actor,
            )
            messages.success(request, f"已提出，现由{made.owner}办理，{made.due:%Y-%m-%d} 前答复。")
            return made.get_absolute_url()

        try:
            return redirect(once(act, key=told["key"], actor=actor))
        except NotAKey as refusal:
            form.add_error(None, str(refusal))
    return render(request, "matters/new.html", {"form": form}, status=422 if form.errors else 200)


@dataclass(frozen=True)
class Move:
    """One thing this person may do with the thread now; `asks` labels its text."""

    name: str
    label: str
    asks: str
    required: bool = True
    choices: str = ""
    primary: bool = False


HANDLING = (
    Move("answer", "答复", "答复", primary=True),
    Move("hand_up", "上报", "上报理由"),
    Move("hand_back", "交回下级", "交回理由"),
    Move("hand_on", "转给单位", "说明", required=False, choices="bodies"),
    Move("hand_to", "交给同事", "说明", required=False, choices="people"),
    Move("join", "请会办", "请对方做什么", required=False, choices="bodies"),
)
JOINT = Move("answer_jointly", "会办答复", "会办答复", primary=True)
ASKING = (
    Move("close", "办结", "评语", required=False, choices="stars", primary=True),
    Move("reopen", "要求再办", "还有什么没解决"),
)
NOTE = Move("note", "补充说明", "补充")


@login_required
def show(request: Request, pk: int) -> HttpResponse:
    actor = request.actor
    matter = get_object_or_404(Matter.objects.visible_to(actor).select_related(*WITH_ALL), pk=pk)
    moves = _moves(matter, actor)
    context = {
        "matter": matter,
        "steps": matter.steps.order_by("pk"),
        "joint": matter.joint.select_related("body", "answered_by"),
        "moves": moves,
        "key": uuid4(),
        "late": matter.state == MatterState.OPEN and matter.due < timezone.localdate(),
        "bodies": _bodies(matter, actor) if any(m.choices == "bodies" for m in moves) else (),
        "people": _colleagues(actor) if any(m.choices == "people" for m in moves) else (),
        "stars": STARS,
        "sees_building": _sees(matter, actor),
        "now": timezone.localtime(),
    }
    return render(request, "matters/thread.html", context)


def _sees(matter: Matter, actor: Actor) -> bool:
    """An enterprise reads the name of the building it is in, and has no page of it."""
    building = matter.building
    if building is None:
        return False
    return type(building).objects.visible_to(actor).filter(pk=building.pk).exists()


def _colleagues(actor: Actor) -> QuerySet[User]:
    return colleagues(User.objects.get(pk=actor.user_id or 0))


def _bodies(matter: Matter, actor: Actor) -> QuerySet[Organization]:
    """Departments, and the street or park of the place: communities are not in the line."""
    rows = Organization.objects.visible_to(actor).filter(kind__in=PUBLIC_KINDS, end=None)
    return rows.exclude(kind=OrganizationKind.COMMUNITY).order_by("kind", "name")


def _moves(matter: Matter, actor: Actor) -> list[Move]:
    rows = Matter.objects.visible_to(actor).filter(pk=matter.pk)
    found: list[Move] = []
    if rows.filter(turn_of(actor)).exists():
        found += HANDLING
    if rows.filter(joint_turn_of(actor)).exists():
        found.append(JOINT)
    if matter.state != MatterState.OPEN and rows.filter(asked_by(actor)).exists():
        found += ASKING if matter.state == MatterState.ANSWERED else ASKING[1:]
    return [*found, NOTE]


@login_required
@require_POST
def act(request: Request, pk: int) -> HttpResponse:
    matter = get_object_or_404(Matter.objects.visible_to(request.actor), pk=pk)
    told = request.POST

    def taken() -> str:
        _do(matter, told, request.actor)
        return matter.get_absolute_url()

    try:
        return redirect(once(taken, key=told.get("key", ""), actor=request.actor))
    except (TransitionRefused, NotAKey) as refusal:
        messages.error(request, str(refusal))
        return redirect(matter)


SETS: dict[str, Callable[..., int]] = {
    "answer": services.answer,
    "hand_up": services.hand_up,
    "hand_back": services.hand_back,
    "answer_jointly": services.answer_jointly,
}


def _do(matter: Matter, told: Any, actor: Actor) -> None:
    """One move; a choice that was not offered is no choice."""
    name, text = told.get("move", ""), told.get("text", "")
    one: dict[str, Any] = {"matters": [matter.pk], "text": text, "actor": actor}
    if name in SETS:
        SETS[name](**one)
    elif name in ("hand_on", "join"):
        body = _chosen(_bodies(matter, actor), told.get("body", ""), "请选择单位。")
        verb = services.hand_on if name == "hand_on" else services.join
        verb(body=body, **one)
    elif name == "hand_to":
        chosen = _chosen(_colleagues(actor), told.get("user", ""), "请选择同事。")
        services.hand_on(user=chosen, **one)
    elif name == "close":
        stars = told.get("satisfaction", "")
        services.close(
            matter=matter,
            satisfaction=int(stars) if stars in STARS else None,
            text=text,
            actor=actor,
        )
    elif name == "reopen":
        services.reopen(matter=matter, text=text, actor=actor)
    elif name == "note":
        services.note(matter=matter, text=text, actor=actor)
    else:
        raise TransitionRefused("没有这个操作，请刷新页面后重试。")


def _chosen(rows: QuerySet[Any], number: str, missing: str) -> Any:
    found = rows.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise TransitionRefused(missing)
    return found
