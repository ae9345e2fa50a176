"""保存的筛选: a name for one address of a list: its filters, its order, its columns."""

from django.db import models
from django.db.models import Q

from louyu.kernel.scope import ScopedModel

LONGEST_NAME, LONGEST_QUERY = 20, 1000


class SavedView(ScopedModel):
    """Holds no rows: what it shows is worked out anew, within the scope of the day."""

    owner_id = models.BigIntegerField()
    resource = models.CharField(max_length=60)
    name = models.CharField("名称", max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)

    class Meta:
        verbose_name = "保存的筛选"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_id", "resource", "name"], name="saved_view_once_per_name"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_named"),
        ]

    def __str__(self) -> str:
        return self.name
