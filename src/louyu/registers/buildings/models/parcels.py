"""地块: land that may carry buildings, as the planning tables of a district list it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from louyu.kernel.history import tracked
from louyu.kernel.scope import ScopedModel
from louyu.registers.places.models import Place


@tracked
class Parcel(ScopedModel):
    """One parcel; area in ㎡ (1 亩 is 10000/15 ㎡), its outline as GeoJSON in CGCS2000."""

    name = models.CharField("地块名称", max_length=120)
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在区划"
    )
    location = models.CharField("位置", max_length=300, blank=True)
    area = models.DecimalField("面积", max_digits=14, decimal_places=2, null=True, blank=True)
    use = models.CharField("用地性质", max_length=60, blank=True)
    direction = models.CharField("招商方向", max_length=200, blank=True)
    description = models.TextField("情况", max_length=2000, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=6, null=True, blank=True)
    outline = models.JSONField("边界", null=True, blank=True)

    class Meta:
        verbose_name = "地块"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name"],
                nulls_distinct=False,
                name="parcel_name_once_per_place",
                violation_error_message="该区划已有同名地块，请核对是否重复登记。",
            ),
            models.CheckConstraint(
                condition=Q(area=None) | Q(area__gt=0),
                name="parcel_area_positive",
                violation_error_message="地块面积必须大于 0。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/parcels/{self.pk}/"
