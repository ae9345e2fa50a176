"""提交: one sending of one form; the same sending twice is one change."""

from django.db import models


class Submission(models.Model):
    """`key` was made when the form was shown; `link` is where its first sending led."""

    owner_id = models.BigIntegerField()
    key = models.UUIDField()
    link = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "提交"
        constraints = [models.UniqueConstraint(fields=["owner_id", "key"], name="submission_once")]
