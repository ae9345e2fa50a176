"""公开搜索与订阅: two characters find, drafts stay out, feeds and lists of addresses are sound."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from demo import factories
from louyu.journey.publication.articles.models import Article
from louyu.journey.publication.articles.tests.desk import Desk
from louyu.portal.public.search import excerpt

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


def found(q: str) -> str:
    page = Client().get("/open/search/", {"q": q}).content.decode()
    return page.partition("<main")[2]


@pytest.mark.parametrize("q", ["招商", "商对", "12:30", "滨海 招商", "office", "&", "楼宇办"])
def test_two_characters_find_titles_texts_and_origins(desk: Desk, q: str) -> None:
    desk.published(title="招商对接会", body="<p>在<b>滨</b>海举行，12:30 开始 & 看 Office 楼</p>")
    assert "招商对接会" in found(q)


@pytest.mark.parametrize("q", ["招标", "滨海 招标", "%", "_", "<p>", "nbsp"])
def test_what_does_not_occur_is_not_found(desk: Desk, q: str) -> None:
    desk.published(title="招商对接会", body="<p>在滨海举行</p>")
    assert "没有与" in found(q)


def test_a_building_is_found_by_its_road(desk: Desk) -> None:
    tree = factories.place_tree()
    tower = factories.building(tree.street, name="滨海金融中心", address="滨海路18号")
    page = found("海路")
    assert "滨海金融中心" in page
    assert "滨<mark>海路</mark>18号" in page
    sitemap = Client().get("/sitemap.xml").content.decode()
    assert f"/open/buildings/{tower.code}/" in sitemap


def test_a_search_finds_nothing_that_is_not_public(desk: Desk) -> None:
    desk.drafted(title="招商草稿")
    desk.published(title="招商定时", planned_for=timezone.now() + timedelta(days=1))
    assert "没有与" in found("招商")
    assert "两个字即可" in found(" ")


def test_the_word_is_marked_where_it_stands(desk: Desk) -> None:
    desk.published(title="会议", body=f"<p>{'前' * 90}招商{'后' * 90}</p>")
    assert f"…{'前' * 50}<mark>招商</mark>{'后' * 50}…" in found("招商")
    assert excerpt("无关", ["招商"]) == ("无关", "", "")


def test_the_feed_tells_what_is_public_as_plain_text(desk: Desk) -> None:
    desk.published(title="<b>招商</b>", summary="摘要 & <i>")
    desk.drafted(title="草稿")
    answer = Client().get("/open/feed.xml")
    items = list(ElementTree.fromstring(answer.content).iter("item"))
    assert [item.findtext("title") for item in items] == ["<b>招商</b>"]
    assert items[0].findtext("description") == "摘要 & <i>"
    link = str(items[0].findtext("link"))
    assert Client().get(link.partition("testserver")[2]).status_code == 200


def test_a_feed_survives_what_somebody_stored_past_the_service(desk: Desk) -> None:
    article = desk.drafted()
    Article.objects.unscoped("past the service").update(title="甲\x0b乙")
    desk.moved(article, ("submit", desk.writer), ("publish", desk.colleague))
    assert ElementTree.fromstring(Client().get("/open/feed.xml").content) is not None


def test_the_sitemap_names_every_public_article(desk: Desk) -> None:
    article = desk.published()
    answer = Client().get("/sitemap.xml")
    locations = [e.text for e in ElementTree.fromstring(answer.content).iter() if "loc" in e.tag]
    assert f"http://testserver/open/articles/{article.pk}/" in locations
    assert "http://testserver/open/" in locations


def test_a_page_of_articles_asks_few_questions(
    desk: Desk, django_assert_max_num_queries: object
) -> None:
    for number in range(25):
        desk.published(title=f"动态{number}")
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        Client().get("/open/")
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert "下一页" in Client().get("/open/articles/").content.decode()
