"""文章可见范围: everybody what is published and due; drafts for whoever works on them."""

from django.db.models import Q
from django.db.models.functions import Now

from louyu.journey.publication.articles.models import Article, ArticlePicture, ArticleState
from louyu.kernel.scope import Actor, policy
from louyu.registers.organizations.models import Role

DRAFTERS = (Role.OFFICE, Role.DEPARTMENT)
REVIEWERS = (Role.OFFICE, Role.LEADER)


@policy(Article)
def public_articles(actor: Actor) -> Q:
    return Q(state=ArticleState.PUBLISHED, published_at__lte=Now())


@policy(Article)
def articles_in_the_making(actor: Actor) -> Q:
    """The office and the leaders all; a department its own, whatever their state."""
    if actor.holds(*REVIEWERS):
        return Q(pk__isnull=False)
    if actor.holds(Role.DEPARTMENT):
        own = Q(office_id__in=actor.bodies(Role.DEPARTMENT))
        return own | Q(drafted_by_id=actor.user_id)
    return Q(pk__in=[])


@policy(ArticlePicture)
def pictures(actor: Actor) -> Q:
    """With their article: public as long as it is."""
    return Q(article__in=Article.objects.visible_to(actor).order_by().values("pk"))
