"""意见反馈: everybody may speak; only the office and the author read it."""

import pytest
from django.test import Client
from django.urls import reverse

from demo.factories import user
from louyu.kernel.testing import refused_by, sql
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db
URL = reverse("feedback")


def as_(role: str | None, **fields: str) -> Client:
    client = Client()
    client.force_login(user(role, **fields), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_what_an_expert_writes_the_office_reads_with_its_page() -> None:
    as_(Role.EXPERT, name="试验专家").post(URL, {"text": "评分表看不清", "page": "/buildings/"})
    page = as_(Role.OFFICE).get(URL).content.decode()
    assert "评分表看不清" in page
    assert "/buildings/" in page
    assert "试验专家" in page


def test_an_author_reads_only_what_is_their_own() -> None:
    author = as_(Role.EXPERT)
    author.post(URL, {"text": "我写的一条"})
    as_(Role.EXPERT).post(URL, {"text": "别人写的一条"})
    page = author.get(URL).content.decode()
    assert "我写的一条" in page
    assert "别人写的一条" not in page


def test_a_person_without_duty_may_speak_and_reads_nothing_else() -> None:
    as_(Role.EXPERT).post(URL, {"text": "别人写的一条"})
    lone = as_(None)
    lone.post(URL, {"text": "没有岗位也能说"})
    page = lone.get(URL).content.decode()
    assert "没有岗位也能说" in page
    assert "别人写的一条" not in page


def test_an_empty_message_is_refused_with_what_to_do() -> None:
    answer = as_(Role.EXPERT).post(URL, {"text": "  "})
    assert answer.status_code == 422
    assert "请写下您的意见" in answer.content.decode()


def test_the_database_keeps_no_empty_message() -> None:
    author = user(Role.EXPERT)
    with refused_by("feedback_says_something"):
        sql(
            "INSERT INTO portal_feedback (author_id, page, text, created_at) "
            "VALUES (%s, '', '', now())",
            [author.pk],
        )


def test_every_page_names_itself_to_the_feedback_form() -> None:
    assert f'href="{URL}?about=/search/"' in as_(Role.EXPERT).get("/search/").content.decode()
