"""片区附页: the buildings of a functional cluster, as far as the reader sees them."""

from typing import Any

from django.db.models import Sum
from django.urls import reverse

from louyu.kernel.pages.panels import panel
from louyu.kernel.scope import Actor
from louyu.registers.buildings.models import Building
from louyu.registers.places.models import Cluster

NAMED = 20


@panel("clusters", title="片区内楼宇", template="buildings/_of_cluster.html", order=10)
def of_a_cluster(cluster: Cluster, actor: Actor) -> dict[str, Any]:
    rows = Building.objects.visible_to(actor).filter(cluster=cluster)
    known = rows.exclude(gross_floor_area=None).order_by()
    count = rows.count()
    return {
        "rows": rows.select_related("place").order_by("name_sort", "pk")[:NAMED],
        "count": count,
        "has_more": count > NAMED,
        "area": known.aggregate(sum=Sum("gross_floor_area"))["sum"],
        "known": known.count(),
        "all": f"{reverse('buildings')}?cluster={cluster.pk}",
        "outlined": cluster.outline is not None,
    }
