"""区划: places with official codes and the functional clusters of 一核两翼."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from louyu.kernel.history import tracked
from louyu.registers.places import triggers


class PlaceLevel(models.TextChoices):
    DISTRICT = "district", "区"
    SUBDISTRICT = "subdistrict", "街道"
    PARK = "park", "园区"
    COMMUNITY = "community", "社区"


# Parks have no official code but manage buildings as a subdistrict does.
MANAGING_LEVELS = (PlaceLevel.SUBDISTRICT, PlaceLevel.PARK)


@tracked
class Place(models.Model):
    """A node of the place tree; names are public, so places are not scoped."""

    code = models.CharField("区划代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=20, choices=PlaceLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField("路径", max_length=200, editable=False, db_index=True)
    # GeoJSON of a Polygon or MultiPolygon in CGCS2000; what lies outside is looked into.
    outline = models.JSONField("边界", null=True, blank=True)
    start = models.DateField("启用日期", null=True, blank=True)
    end = models.DateField("撤销日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        verbose_name = "区划"
        ordering = ["path"]
        triggers = [triggers.keeps_its_level(), triggers.paths_follow()]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="place_name_once_per_parent"),
            models.CheckConstraint(
                condition=Q(level="district", parent=None) | ~Q(level="district") & ~Q(parent=None),
                name="place_only_districts_are_roots",
            ),
            models.CheckConstraint(
                condition=Q(level__in=PlaceLevel.values), name="place_level_known"
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(start=None) | Q(end__gte=models.F("start")),
                name="place_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.path = f"{self.parent.path if self.parent else ''}{self.code}/"
        super().save(*args, **kwargs)


@tracked
class Cluster(models.Model):
    """功能片区: 错位发展的专业楼宇经济发展集群 (烟芝政发〔2017〕25号 三(一))."""

    name = models.CharField("名称", max_length=60, unique=True)
    positioning = models.CharField("功能定位", max_length=200, blank=True)
    leading_industries = models.CharField("主导业态", max_length=200, blank=True)
    # GeoJSON of a Polygon or MultiPolygon in CGCS2000: where it lies, not which buildings it has.
    outline = models.JSONField("范围", null=True, blank=True)

    class Meta:
        verbose_name = "功能片区"
        ordering = ["id"]
        triggers = [triggers.outline_is_a_face()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("clusters-detail", args=[self.pk])
