"""有效期: rows that hold from a first to a last day, both included; an open end is null."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Value


class Dated(models.Model):
    """`during` is computed by the database, so that exclusion constraints can rest on it."""

    start = models.DateField("开始日期")
    end = models.DateField("结束日期", null=True, blank=True)
    during = models.GeneratedField(
        expression=Func(F("start"), F("end"), Value("[]"), function="daterange"),
        output_field=DateRangeField(),
        db_persist=True,
        editable=False,
    )

    class Meta:
        abstract = True
