"""新入驻页: who comes into which empty rooms; the code brings the name the register has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from stdnum.cn import uscc as credit_code

from louyu.kernel.requests import Request, asks_for
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building, Unit
from louyu.registers.enterprises.models import Enterprise
from louyu.registers.occupancy.forms import MOST_PEOPLE, NOT_A_HEADCOUNT, Report
from louyu.registers.occupancy.models import OccupancyKind
from louyu.registers.occupancy.newcomers import free_rooms, of_code, of_this_name
from louyu.registers.occupancy.picking import stacks
from louyu.registers.occupancy.scope import reports_on
from louyu.registers.occupancy.services import ReportRefused, begin_stay

KNOWN = "known-firm"  # the element that htmx puts the name into
KINDS = [kind for kind in OccupancyKind if kind != OccupancyKind.ADDRESS_ONLY]


class ArrivalForm(Report):
    uscc = forms.CharField(
        label="统一社会信用代码",
        max_length=18,
        required=False,
        help_text="营业执照上的 18 位代码；登记过的企业只填代码，名称自动带出",
        widget=forms.TextInput(
            attrs={
                "hx-get": "",
                "hx-trigger": "input changed delay:300ms",
                "hx-target": f"#{KNOWN}",
                "autocomplete": "off",
            }
        ),
    )
    name = forms.CharField(
        label="企业名称",
        max_length=200,
        required=False,
        help_text="没有登记过的，按营业执照填写",
    )
    units = forms.ModelMultipleChoiceField(
        label="房号",
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请至少选一间房。",
            "invalid_choice": "所选房源已有企业或已停用，请刷新后重选。",
        },
    )
    start = forms.DateField(
        label="入驻日期",
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "日期请写成 2026-09-30 的样子。", "required": "请填写日期。"},
    )
    kind = forms.ChoiceField(
        label="入驻方式", choices=[(k.value, k.label) for k in KINDS], initial=OccupancyKind.LEASED
    )
    lease_expiry = forms.DateField(
        label="租约到期日",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "日期请写成 2026-09-30 的样子。"},
    )
    headcount = forms.IntegerField(
        label="从业人数",
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        help_text="在本楼上班的人，含派遣；不知道的留空",
        error_messages=NOT_A_HEADCOUNT,
    )

    def __init__(self, *args: Any, building: Building, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.building = building
        rooms: Any = self.fields["units"]
        rooms.queryset = free_rooms(building)
        rooms.label_from_instance = lambda unit: unit.number
        self.known: Enterprise | None = None

    def clean_uscc(self) -> str:
        code = "".join(str(self.cleaned_data["uscc"]).split()).upper()
        if code:
            self.known = of_code(code)
            if self.known is None and not credit_code.is_valid(code):
                raise forms.ValidationError("统一社会信用代码校验不通过，请对照营业执照重新填写。")
        return code

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not self.errors.get("uscc") and self.known is None and not told.get("name"):
            missing = (
                "这个代码还没有登记过，请填写企业名称。"
                if told.get("uscc")
                else "请填写代码或企业名称。"
            )
            self.add_error("name", missing)
        if told.get("lease_expiry") and told.get("start") and told["lease_expiry"] < told["start"]:
            self.add_error("lease_expiry", "租约到期日不能早于入驻日期。")
        return told


@login_required
def arrival(request: Request, pk: int) -> HttpResponse:
    mine = Building.objects.visible_to(request.actor).filter(reports_on(request.actor, ""))
    building = get_object_or_404(mine, pk=pk)
    if asks_for(request, KNOWN):
        return _known_firm(request)
    back = _back(request, building)
    form = ArrivalForm(
        request.POST or None,
        building=building,
        initial={"units": [int(one) for one in request.GET.getlist("unit") if one.isdecimal()]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            came = _register(form, building, request.actor)
        except ReportRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已登记入驻：{came}")
            return HttpResponseRedirect(back)
    context = {
        "form": form,
        "building": building,
        "back": back,
        "stacks": stacks(building, form["units"]),
    }
    status = 422 if form.errors else 200
    return render(request, "occupancy/arrival.html", context, status=status)


def _known_firm(request: Request) -> HttpResponse:
    """Whose code was typed, told while the rest is still being filled in."""
    code = "".join(request.GET.get("uscc", "").split()).upper()
    known = of_code(code)
    context = {"code": code, "known": known, "is_code": credit_code.is_valid(code)}
    return render(request, "occupancy/_known_firm.html", context)


def _back(request: Request, building: Building) -> str:
    asked = request.GET.get("back", "")
    own = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if own and asked.startswith("/") else building.get_absolute_url()


def _register(form: ArrivalForm, building: Building, actor: Actor) -> Enterprise:
    told = form.cleaned_data
    with transaction.atomic():
        enterprise = form.known or of_this_name(told["name"], told["uscc"], building)
        begin_stay(
            enterprise=enterprise,
            units=list(told["units"]),
            start=told["start"],
            kind=told["kind"],
            headcount=told["headcount"],
            lease_expiry=told["lease_expiry"],
            actor=actor,
            why=told["why"],
        )
    return enterprise
