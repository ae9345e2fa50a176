"""静态导出: a folder of pages that lead to each other and to nothing that needs a server."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from demo import factories
from louyu.journey.publication.articles.models import ArticlePicture
from louyu.journey.publication.articles.tests.desk import Desk
from louyu.kernel.commands import run
from louyu.portal.public.exporting import ExportRefused, export, file_of
from louyu.registers.occupancy.models import Offer

pytestmark = pytest.mark.django_db

LINK = re.compile(r'(?:href|src)="([^"#]*)(?:#[^"]*)?"')


@pytest.fixture
def offer() -> Offer:
    tower = factories.building(
        factories.place_tree().street,
        code="ZF-7",
        name="试验塔楼",
        longitude="121.40",
        latitude="37.54",
    )
    room = factories.unit(tower, floor=12, number="1203", area=320)
    factories.vacancy(room)
    offer = factories.offer(room, contact=factories.organization(name="试验运营公司"))
    factories.offer_photo(offer, alt="临窗工位区")
    return offer


@pytest.fixture
def folder(offer: Offer, tmp_path: Path) -> Path:
    desk = Desk()
    for number in range(21):
        desk.published(title=f"动态第{number}号", body=f"<p>正文第{number}号</p>")
    factories.article_picture(desk.drafted(title="没有发布的草稿"))
    pictured = desk.drafted(title="配图动态")
    factories.article_picture(pictured, alt="现场")
    desk.moved(pictured, ("submit", desk.writer), ("publish", desk.colleague))
    assert run(["public-pages", "-o", str(tmp_path / "site")]) == 0
    return tmp_path / "site"


def test_every_link_of_the_folder_leads_to_a_file_of_it(folder: Path) -> None:
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 25
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r'"/\w', text), page
        for link in filter(None, LINK.findall(text)):
            assert link.startswith(("tel:", "http")) or (page.parent / link).is_file(), (page, link)


def test_what_is_public_is_there_and_nothing_else(folder: Path, offer: Offer) -> None:
    everything = "".join(page.read_text(encoding="utf-8") for page in folder.rglob("*.html"))
    for number in range(21):
        assert f"正文第{number}号" in everything
    assert (folder / f"spaces/{offer.pk}/index.html").is_file()
    assert (folder / "articles/kind-news-page-2/index.html").is_file()
    for word in ("没有发布的草稿", "<form", "登录"):
        assert word not in everything


def test_the_photos_come_along(folder: Path, offer: Offer) -> None:
    photo = offer.photos.get()
    at = folder / f"spaces/photos/{photo.pk}"
    assert (at / "small.jpg").read_bytes() == photo.small.path.read_bytes()
    assert (at / "large.jpg").read_bytes() == photo.large.path.read_bytes()
    page = (folder / f"spaces/{offer.pk}/index.html").read_text(encoding="utf-8")
    assert f'src="../photos/{photo.pk}/large.jpg"' in page


def test_pictures_of_published_articles_come_along_and_no_others(folder: Path) -> None:
    picture = ArticlePicture.objects.unscoped("test").get(alt="现场")
    (at,) = (folder / "articles/pictures").iterdir()
    assert at.name == f"{picture.pk}"
    assert (at / "large.jpg").read_bytes() == picture.large.path.read_bytes()


def test_a_visitor_reads_it_from_the_disk(folder: Path, page: Page, offer: Offer) -> None:
    page.goto((folder / "index.html").as_uri())
    page.click(f"text={offer.building.name} >> nth=0")
    assert page.url.endswith(f"/spaces/{offer.pk}/index.html")
    assert page.evaluate("getComputedStyle(document.querySelector('.site-head')).display") != ""
    page.click("text=工作动态 >> nth=0")
    page.click("text=动态第20号")
    assert "正文第20号" in page.inner_text("main")


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("别人的文件")
    with pytest.raises(ExportRefused):
        export(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["notes.txt"]


def test_exporting_again_replaces_the_whole_folder(folder: Path) -> None:
    (folder / "old.html").write_text("以前的网页")
    export(folder)
    assert not (folder / "old.html").exists()
    assert (folder / "index.html").is_file()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("/open/", "index.html"),
        ("/open/articles/?page=2&kind=policy", "articles/kind-policy-page-2/index.html"),
        ("/open/buildings/%E7%94%B2-1/", "buildings/甲-1/index.html"),
        ("/open/spaces/photos/7/small.jpg", "spaces/photos/7/small.jpg"),
        ("/static/portal/base.css", "static/portal/base.css"),
    ],
)
def test_an_address_is_a_file(url: str, name: str) -> None:
    assert file_of(url) == name
