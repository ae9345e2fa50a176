"""文章规则: four eyes, a day of its own, and words that stay what was reviewed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from demo import factories
from louyu.journey.publication.articles.models import Article, ArticleState
from louyu.journey.publication.articles.services import ArticleRefused, edit
from louyu.journey.publication.articles.tests.desk import Desk, public, words
from louyu.journey.publication.articles.trail import trail
from louyu.journey.publication.articles.workflow import open_to
from louyu.kernel.history.entries import version
from louyu.kernel.inbox import sources, told, waiting
from louyu.kernel.scope import Actor
from louyu.kernel.states import TransitionRefused
from louyu.registers.organizations.actors import actor_of
from louyu.registers.organizations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


def titles(actor: Actor) -> set[str]:
    return set(Article.objects.visible_to(actor).values_list("title", flat=True))


def waits_for(actor: Actor) -> list[str]:
    return [one.item.title for one in told(actor, waiting(actor, sources()))]


def test_an_author_cannot_publish_their_own(desk: Desk) -> None:
    article = desk.moved(desk.drafted(), ("submit", desk.writer))
    with pytest.raises(TransitionRefused, match="另一人"):
        desk.moved(article, ("publish", desk.writer))
    assert "publish" not in [one.name for one in open_to(article, actor_of(desk.writer))]
    assert desk.moved(article, ("publish", desk.colleague)).published_by == desk.colleague


def test_nor_can_who_changed_it_last(desk: Desk) -> None:
    article = desk.drafted()
    edit(article, words(), seen=version(article), actor=actor_of(desk.colleague))
    desk.moved(article, ("submit", desk.writer))
    with pytest.raises(TransitionRefused, match="另一人"):
        desk.moved(article, ("publish", desk.colleague))
    assert desk.moved(article, ("publish", desk.leader)).state == ArticleState.PUBLISHED


def test_the_database_refuses_it_too(desk: Desk) -> None:
    article = desk.published()
    with pytest.raises(IntegrityError, match="another_person"), transaction.atomic():
        Article.objects.unscoped("test").filter(pk=article.pk).update(published_by=desk.writer)


@pytest.mark.parametrize("role", [Role.LEADER, Role.STREET, Role.LIAISON, Role.ENTERPRISE])
def test_only_the_office_and_departments_draft(role: Role) -> None:
    tree = factories.place_tree()
    bounds = {"place": tree.street} if role == Role.STREET else {}
    if role in {Role.LIAISON, Role.ENTERPRISE}:
        bounds = {"organization": factories.organization()}
    person = factories.user(role, **bounds)
    with pytest.raises(ArticleRefused):
        Desk().drafted(by=person)


def test_a_department_drafts_but_does_not_publish(desk: Desk) -> None:
    article = desk.moved(desk.drafted(by=desk.department), ("submit", desk.department))
    with pytest.raises(TransitionRefused, match="岗位"):
        desk.moved(article, ("publish", desk.other_department))


def test_drafts_are_seen_by_whoever_works_on_them(desk: Desk) -> None:
    desk.drafted(title="办里草稿")
    desk.drafted(by=desk.department, title="商务局草稿")
    everything = {"办里草稿", "商务局草稿"}
    assert titles(actor_of(desk.colleague)) == titles(actor_of(desk.leader)) == everything
    assert titles(actor_of(desk.department)) == {"商务局草稿"}
    assert titles(actor_of(desk.other_department)) == titles(public()) == set()


def test_the_public_reads_what_is_published_and_due(desk: Desk) -> None:
    ahead = timezone.now() + timedelta(hours=1)
    scheduled = desk.published(title="定时", planned_for=ahead)
    desk.published(title="已过定时", planned_for=ahead - timedelta(hours=2))
    desk.published(title="立即")
    gone = desk.published(title="撤下")
    desk.moved(gone, ("withdraw", desk.writer), reason="数字有误")
    assert titles(public()) == {"已过定时", "立即"}
    assert scheduled.is_scheduled
    assert scheduled.published_at == scheduled.planned_for
    Article.objects.unscoped("its hour comes").filter(pk=scheduled.pk).update(
        published_at=timezone.now()
    )
    assert "定时" in titles(public())


def test_a_returned_article_waits_for_its_author_with_the_reason(desk: Desk) -> None:
    article = desk.moved(desk.drafted(), ("submit", desk.writer))
    assert waits_for(actor_of(desk.colleague)) == ["待审文章：走访小结"]
    assert waits_for(actor_of(desk.writer)) == []
    with pytest.raises(TransitionRefused, match="理由"):
        desk.moved(article, ("return", desk.colleague))
    desk.moved(article, ("return", desk.colleague), reason="请补充数字来源")
    assert article.returned_for == "请补充数字来源"
    assert waits_for(actor_of(desk.writer)) == ["退回修改：走访小结"]
    assert waits_for(actor_of(desk.colleague)) == []
    assert desk.moved(article, ("submit", desk.writer)).returned_for == ""


def test_words_that_were_reviewed_stay(desk: Desk) -> None:
    article = desk.moved(desk.drafted(), ("submit", desk.writer))
    with pytest.raises(ArticleRefused, match="草稿"):
        edit(article, words(), seen=version(article), actor=actor_of(desk.writer))
    with pytest.raises(IntegrityError, match="only a draft"), transaction.atomic():
        Article.objects.unscoped("test").update(body="<p>改了</p>")


def test_a_withdrawn_article_is_revised_and_reviewed_again(desk: Desk) -> None:
    article = desk.moved(desk.published(), ("withdraw", desk.leader), reason="数字有误")
    desk.moved(article, ("revise", desk.writer))
    assert (article.state, article.published_by, article.published_at) == ("draft", None, None)
    acts = [step.act for step in trail(article)]
    assert acts == ["改为草稿", "撤下", "审核发布", "送审", "起草"]


def test_a_change_made_meanwhile_is_not_lost(desk: Desk) -> None:
    article = desk.drafted()
    seen = version(article)
    edit(article, words(title="同事改的"), seen=seen, actor=actor_of(desk.colleague))
    with pytest.raises(ArticleRefused, match="有人改过"):
        edit(article, words(title="我改的"), seen=seen, actor=actor_of(desk.writer))


def test_words_lose_their_marks_for_the_search(desk: Desk) -> None:
    article = desk.drafted(
        body="<p>楼宇<b>招</b>商</p><table><tr><td>甲</td><td>乙</td></tr></table>"
    )
    assert "楼宇招商" in article.words
    assert "甲乙" not in article.words


def test_an_empty_text_is_refused(desk: Desk) -> None:
    with pytest.raises(ArticleRefused, match="正文是空的"):
        desk.drafted(body="<p>&nbsp;</p><script>x</script>")
    with pytest.raises(ArticleRefused, match="标题"):
        desk.drafted(title="\u202e\x07")
