"""文章页面: from an empty list to the public page, through the forms alone."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from demo import factories
from louyu.journey.publication.articles.models import Article
from louyu.journey.publication.articles.tests.desk import Desk
from louyu.registers.organizations.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    factories.place_tree()
    return Desk()


def client_of(person: User) -> Client:
    client = Client()
    factories.sign_in(client, person)
    return client


def told(**more: str) -> dict[str, str]:
    words = {
        "kind": "news",
        "title": "楼宇招商对接会",
        "origin": "区楼宇办",
        "body": "第一段\n第二段",
    }
    return words | {"key": str(uuid4())} | more


def move(client: Client, article: Article, name: str, reason: str = "") -> str:
    answer = client.post(
        f"/articles/{article.pk}/move/", {"transition": name, "reason": reason}, follow=True
    )
    return answer.content.decode()


def test_one_writes_another_publishes_and_the_public_reads(desk: Desk) -> None:
    writer, colleague, anybody = client_of(desk.writer), client_of(desk.colleague), Client()
    assert "写第一篇" in writer.get("/articles/").content.decode()
    key = str(uuid4())
    first, again = (writer.post("/articles/new/", told(key=key)) for _ in range(2))
    assert first["Location"] == again["Location"]
    article = Article.objects.unscoped("the only one").get()
    assert "已送审" in move(writer, article, "submit")
    assert "另一人" in writer.get(f"/articles/{article.pk}/").content.decode()
    assert anybody.get(f"/open/articles/{article.pk}/").status_code == 404
    assert "已审核发布" in move(colleague, article, "publish")
    page = anybody.get(f"/open/articles/{article.pk}/").content.decode()
    assert "<p>第一段</p><p>第二段</p>" in page
    assert desk.writer.name not in page
    for address in ("/open/", "/open/articles/"):
        assert "楼宇招商对接会" in anybody.get(address).content.decode()
    assert "楼宇招商对接会" not in anybody.get("/open/articles/?kind=policy").content.decode()
    assert "已撤下" in move(colleague, article, "withdraw", "数字有误")
    assert anybody.get(f"/open/articles/{article.pk}/").status_code == 404


def test_the_preview_is_the_public_page(desk: Desk) -> None:
    article = desk.drafted(body="<p>甲</p><table><tr><td>乙</td></tr></table>")

    def text(page: str) -> str:
        return page.partition("<article>")[2].partition("</article>")[0]

    before = client_of(desk.writer).get(f"/articles/{article.pk}/preview/").content.decode()
    desk.moved(article, ("submit", desk.writer), ("publish", desk.colleague))
    after = Client().get(f"/open/articles/{article.pk}/").content.decode()
    assert "预览：发布后公众看到的就是这一页" in before
    drop_time = re.compile(r"发布时间：.*?</span>")
    assert drop_time.sub("", text(before)) == drop_time.sub("", text(after))


def test_a_refused_form_keeps_what_was_written(desk: Desk) -> None:
    answer = client_of(desk.writer).post("/articles/new/", told(title="", body="写了很多字"))
    assert answer.status_code == 422
    assert "写了很多字" in answer.content.decode()


def test_the_list_is_narrowed_by_state_and_kind(desk: Desk) -> None:
    desk.drafted(title="草稿甲")
    desk.published(title="已发布乙")
    client = client_of(desk.colleague)
    drafts = client.get("/articles/?state=draft").content.decode()
    assert ("草稿甲" in drafts, "已发布乙" in drafts) == (True, False)
    assert "没有这样的文章" in client.get("/articles/?kind=policy").content.decode()
    assert "草稿甲" in client.get("/articles/?state=nothing").content.decode()


def test_a_department_does_not_reach_another_ones_draft(desk: Desk) -> None:
    article = desk.drafted(by=desk.department)
    client = client_of(desk.other_department)
    for part in ("", "edit/", "preview/"):
        assert client.get(f"/articles/{article.pk}/{part}").status_code == 404
    assert client.post(f"/articles/{article.pk}/move/", {"transition": "submit"}).status_code == 404
