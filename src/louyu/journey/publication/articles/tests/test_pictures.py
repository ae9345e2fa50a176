"""文章图片: added with their words, reviewed with the article, public as long as it is."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from demo import factories
from louyu.engines.pictures.tests import samples
from louyu.engines.pictures.tests.samples import exif, halves, saved
from louyu.journey.publication.articles.models import Article, ArticlePicture
from louyu.journey.publication.articles.tests.desk import Desk
from louyu.journey.publication.articles.tests.test_pages import client_of, told
from louyu.kernel.files.models import StoredFile
from louyu.kernel.history.entries import version
from louyu.kernel.testing import refused_by, sql

pytestmark = pytest.mark.django_db

PAYLOADS = (
    '"><script>alert(1)</script>',
    "<img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    '" onerror="alert(1)',
    "</figure><svg/onload=alert(1)>",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Any, settings: Any) -> None:
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def desk() -> Desk:
    factories.place_tree()
    return Desk()


@pytest.fixture
def writer(desk: Desk) -> Client:
    return client_of(desk.writer)


def sent(width: int = 60, name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, saved(halves(width, 40), exif=exif()))


def save(writer: Client, article: Article | None, **more: Any) -> Any:
    path = f"/articles/{article.pk}/edit/" if article else "/articles/new/"
    kept = {f"alt-{one.pk}": one.alt for one in article.pictures.all()} if article else {}
    seen = {"seen": str(version(article))} if article else {}
    return writer.post(path, told() | seen | kept | more)


def added(writer: Client, desk: Desk, **more: Any) -> Article:
    article = desk.drafted()
    answer = save(writer, article, picture=sent(), alt="培训会现场", **more)
    assert answer.status_code == 302
    return article


def page(path: str, client: Client | None = None) -> str:
    return str((client or Client()).get(path).content.decode())


def test_a_picture_is_saved_with_the_words_and_one_goes_on_writing(writer: Client) -> None:
    answer = save(writer, None, picture=sent(), alt=" 培训会现场 ", add="1")
    article = Article.objects.unscoped("the only one").get()
    assert answer["Location"] == f"/articles/{article.pk}/edit/"
    picture = article.pictures.get()
    assert (picture.alt, picture.width, picture.height) == ("培训会现场", 60, 40)
    assert f'src="/articles/pictures/{picture.pk}/small.jpg"' in page(answer["Location"], writer)
    assert save(writer, article)["Location"] == f"/articles/{article.pk}/"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"picture": True}, "请写图片说明：看不见图片的人靠它知道图上是什么。"),
        ({"picture": True, "alt": "  "}, "请写图片说明"),
        ({"picture": True, "alt": "\u202e"}, "请写图片说明"),
        ({"alt": "培训会现场"}, "请选择图片文件。"),
        ({"add": "1"}, "请选择图片文件。"),
    ],
)
def test_what_is_missing_is_asked_for_and_the_text_stays(
    writer: Client, desk: Desk, given: dict[str, Any], why: str
) -> None:
    article = desk.drafted()
    more = given | ({"picture": sent()} if "picture" in given else {})
    answer = save(writer, article, body="新写的字", **more)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert "新写的字" in answer.content.decode()
    assert not article.pictures.exists()


@pytest.mark.parametrize("name", samples.NO_PICTURES)
def test_what_is_no_picture_is_refused_and_kept_nowhere(
    writer: Client, desk: Desk, name: str
) -> None:
    file = SimpleUploadedFile("a.jpg", samples.NO_PICTURES[name], content_type="image/jpeg")
    answer = save(writer, desk.drafted(), picture=file, alt="图")
    assert answer.status_code == 422
    assert "认不出这张图片，请用 JPG、PNG 或 WebP" in answer.content.decode()
    assert not StoredFile.objects.unscoped("test").exists()


@pytest.mark.parametrize("name", samples.polyglots())
def test_of_a_polyglot_the_public_gets_the_picture_alone(
    writer: Client, desk: Desk, name: str
) -> None:
    article = desk.drafted()
    file = SimpleUploadedFile("a.html", samples.polyglots()[name], content_type="text/html")
    save(writer, article, picture=file, alt="图")
    desk.moved(article, ("submit", desk.writer), ("publish", desk.colleague))
    for size in ("small", "large"):
        at = f"/open/articles/pictures/{article.pictures.get().pk}/{size}.jpg"
        answer = Client().get(at)
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert b"script" not in answer.content


def test_a_picture_follows_the_article_through_every_state(writer: Client, desk: Desk) -> None:
    article = added(writer, desk)
    number = article.pictures.get().pk
    public, office = (f"{root}articles/pictures/{number}/small.jpg" for root in ("/open/", "/"))
    colleague = client_of(desk.colleague)

    def seen() -> tuple[int, int]:
        return Client().get(public).status_code, colleague.get(office).status_code

    assert seen() == (404, 200)
    assert client_of(desk.department).get(office).status_code == 404
    desk.moved(article, ("submit", desk.writer), ("publish", desk.colleague))
    assert seen() == (200, 200)
    assert f'src="/open/articles/pictures/{number}/large.jpg"' in page(
        f"/open/articles/{article.pk}/"
    )
    desk.moved(article, ("withdraw", desk.leader), reason="图有误")
    assert seen() == (404, 200)


def test_it_stands_where_the_text_names_it_or_below(writer: Client, desk: Desk) -> None:
    article = added(writer, desk)
    save(writer, article, picture=sent(70), alt="走廊")
    second = article.pictures.latest("pk")
    body = f'<p>前</p><p><img src="/articles/pictures/{second.pk}/small.jpg"></p><p>后</p>'
    save(writer, article, body=body)
    desk.moved(article, ("submit", desk.writer), ("publish", desk.colleague))
    text = page(f"/open/articles/{article.pk}/")
    order = [text.index(word) for word in ("<p>前", 'alt="走廊"', "<p>后", 'alt="培训会现场"')]
    assert order == sorted(order)
    assert 'width="70" height="40" loading="lazy"' in text


def test_pictures_of_another_article_are_neither_shown_nor_changed(
    writer: Client, desk: Desk
) -> None:
    theirs = added(writer, desk).pictures.get()
    mine = desk.drafted()
    body = f'<p>甲<img src="/articles/pictures/{theirs.pk}/large.jpg"></p>'
    save(writer, mine, body=body, **{f"alt-{theirs.pk}": "改", f"gone-{theirs.pk}": "on"})
    assert ArticlePicture.objects.unscoped("test").get().alt == "培训会现场"
    desk.moved(mine, ("submit", desk.writer), ("publish", desk.colleague))
    assert f"/pictures/{theirs.pk}/" not in page(f"/open/articles/{mine.pk}/")


def test_one_that_was_removed_comes_back_to_its_place(writer: Client, desk: Desk) -> None:
    article = added(writer, desk)
    number = article.pictures.get().pk
    body = f'<p>前</p><p><img src="/articles/pictures/{number}/large.jpg"></p><p>后</p>'
    save(writer, article, body=body, **{f"gone-{number}": "on"})
    assert not article.pictures.exists()
    editor = page(f"/articles/{article.pk}/edit/", writer)
    assert "恢复“培训会现场”" in editor
    (event,) = ArticlePicture.pgh_event_model.objects.filter(pgh_label="delete")  # type: ignore[attr-defined]
    save(writer, article, body=body, **{f"back-{event.pgh_id}": "on"})
    text = page(f"/articles/{article.pk}/preview/", writer)
    assert text.index("<p>前") < text.index('alt="培训会现场"') < text.index("<p>后")


def test_words_of_a_picture_are_mended_and_the_same_picture_is_one(
    writer: Client, desk: Desk
) -> None:
    article = added(writer, desk)
    number = article.pictures.get().pk
    for nothing in (" ", "\u202e"):
        assert save(writer, article, **{f"alt-{number}": nothing}).status_code == 422
    save(writer, article, picture=sent(), alt="又一次", **{f"alt-{number}": "联络员培训会"})
    assert article.pictures.get().alt == "联络员培训会"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_words_and_file_names_stay_words(writer: Client, desk: Desk, payload: str) -> None:
    article = desk.drafted()
    file = sent()
    file.name = payload
    save(writer, article, picture=file, alt=payload)
    assert article.pictures.get().alt == payload
    pages = [page(f"/articles/{article.pk}/{part}", writer) for part in ("", "edit/", "preview/")]
    desk.moved(article, ("submit", desk.writer), ("publish", desk.colleague))
    pages += [page(path) for path in (f"/open/articles/{article.pk}/", "/open/articles/")]
    for text in pages:
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<svg/onload" not in text
        assert '" onerror="' not in text
        assert "' onmouseover='" not in text
    names = StoredFile.objects.unscoped("test").values_list("name", flat=True)
    assert set(names) == {"文章图片.jpg"}


SET = "UPDATE articles_articlepicture SET alt = '改' WHERE id = %s"
Act = Callable[[ArticlePicture], Any]
CHANGES: tuple[Act, ...] = (
    lambda one: sql(SET, [one.pk]),
    lambda one: sql("DELETE FROM articles_articlepicture WHERE id = %s", [one.pk]),
    lambda one: factories.article_picture(one.article),
)


@pytest.mark.parametrize("change", CHANGES)
def test_pictures_that_were_reviewed_stay(writer: Client, desk: Desk, change: Act) -> None:
    article = added(writer, desk)
    desk.moved(article, ("submit", desk.writer))
    with refused_by("article_pictures_of_a_draft"):
        change(article.pictures.get())
    desk.moved(article, ("return", desk.colleague), reason="换一张")
    assert sql(SET, [article.pictures.get().pk]) == 1


def test_no_picture_is_without_words_or_there_twice(writer: Client, desk: Desk) -> None:
    one = added(writer, desk).pictures.get()
    with refused_by("article_picture_has_words"):
        sql("UPDATE articles_articlepicture SET alt = ' ' WHERE id = %s", [one.pk])
    with refused_by("article_picture_once"):
        factories.article_picture(one.article, sha256=one.sha256)


def test_an_unfinished_key_sends_nothing(writer: Client) -> None:
    answer = save(writer, None, picture=sent(), alt="图", key=f"{uuid4()}x")
    assert answer.status_code == 422
    assert not ArticlePicture.objects.unscoped("test").exists()
