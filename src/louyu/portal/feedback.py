"""意见反馈: a way to speak on every page (国办函〔2026〕12号); the office reads what is said."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from louyu.kernel.requests import Request
from louyu.portal.models import Feedback
from louyu.registers.organizations.models import Role


class FeedbackForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    class Meta:
        model = Feedback
        fields = ["text", "page"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 5, "maxlength": 2000}),
            "page": forms.HiddenInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = "请写下您的意见，再提交。"


@login_required
def feedback(request: Request) -> HttpResponse:
    """Write one, and below read those that are yours to read."""
    form = FeedbackForm(request.POST or None, initial={"page": request.GET.get("about", "")[:200]})
    if request.method == "POST" and form.is_valid():
        form.instance.author_id = request.actor.user_id
        form.save()
        messages.success(request, "意见已提交，区楼宇办会看到。")
        return redirect("feedback")
    told = Feedback.objects.visible_to(request.actor).select_related("author")
    page = Paginator(told, 20).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "reads_all": request.actor.holds(Role.OFFICE)}
    status = 422 if form.errors else 200
    return render(request, "portal/feedback.html", context, status=status)
