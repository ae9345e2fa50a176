"""登记落楼页面: addresses to be said where they are; names and doors that addresses teach."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from louyu.engines.addresses import read
from louyu.journey.matching.jobs import ask_for
from louyu.journey.matching.models import NameProposal
from louyu.journey.matching.overview import to_be_sited
from louyu.journey.matching.proposing import AnswerRefused, answer
from louyu.journey.matching.registrations import period_in_force
from louyu.journey.matching.scope import DISTRICT
from louyu.journey.matching.sites.deciding import say_where
from louyu.journey.matching.siting import gazetteer
from louyu.kernel.requests import Request
from louyu.registers.buildings.models import Building
from louyu.registers.organizations.models import Role

LONGEST = 300
PROPOSALS = 50


@login_required
def index(request: Request) -> HttpResponse:
    """Addresses without a building belong to no street: the district's."""
    if not request.actor.holds(*DISTRICT):
        raise PermissionDenied
    page = to_be_sited(request.actor, request.GET)
    proposals = NameProposal.objects.visible_to(request.actor).filter(answer="")
    context = {
        "page": page,
        "rows": _with_candidates(page),
        "nowhere": request.GET.get("view") == "nowhere",
        "proposals": proposals.select_related("building__place")[:PROPOSALS],
        "waiting": proposals.count(),
        "may_decide": request.actor.holds(Role.OFFICE),
        "period": period_in_force(),
    }
    return render(request, "matching/sites.html", context)


def _with_candidates(page: Any) -> list[dict[str, Any]]:
    """Every address with the buildings it may mean, read anew: the register may have changed."""
    told = list(page)
    known = gazetteer() if told else None
    houses = [known.place(read(one["address"])).houses for one in told] if known else []
    numbers: set[Any] = {pk for found in houses for pk in found}
    rows = Building.objects.unscoped("the district's, asked above").filter(pk__in=numbers)
    names = rows.select_related("place").in_bulk()
    return [
        one | {"houses": [names[pk] for pk in found if pk in names]}
        for one, found in zip(told, houses, strict=True)
    ]


@login_required
@require_POST
def act(request: Request) -> HttpResponse:
    if not request.actor.holds(Role.OFFICE):
        raise PermissionDenied
    address, chosen = request.POST.get("address", "")[:LONGEST], request.POST.get("building", "")
    building = _named(request, chosen, request.POST.get("other", "").strip())
    if not address or (building is None and chosen != "none"):
        messages.error(request, "请选择楼宇，或填写楼宇的编码、名称；名称有重的请填编码。")
    else:
        count = say_where(address=address, building=building, actor=request.actor)
        where = building.name if building else "不在名录中的楼宇"
        messages.success(request, f"已认定 {count} 条登记在{where}，差异在下一次比对时更新。")
    asked = request.GET.urlencode()
    return redirect(f"{reverse('matching-sites')}?{asked}")


def _named(request: Request, chosen: str, other: str) -> Building | None:
    rows = Building.objects.visible_to(request.actor)
    if chosen == "other" and other:
        found = list(rows.filter(code=other)[:1]) or list(rows.filter(name=other)[:2])
        return found[0] if len(found) == 1 else None
    return rows.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 10 else None


@login_required
@require_POST
def proposal_act(request: Request, pk: int) -> HttpResponse:
    if not request.actor.holds(Role.OFFICE):
        raise PermissionDenied
    proposal = get_object_or_404(NameProposal.objects.visible_to(request.actor), pk=pk)
    take = request.POST.get("answer") == "take"
    try:
        answer(proposal=proposal, take=take, actor=request.actor)
        told = "已写入楼宇的别名或门牌，正在重新比对" if take else "未采纳，不再提出"
        messages.success(request, f"{proposal}：{told}。")
        if take:
            ask_for(request.actor, f"采纳{proposal}后比对", f"matching:proposal:{pk}")
    except AnswerRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("matching-sites")
