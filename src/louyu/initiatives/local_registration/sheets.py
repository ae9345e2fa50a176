"""意愿书: what a firm is told and what it chooses, on paper, to be signed or not."""

from django.conf import settings
from django.utils import timezone

from louyu.engines.documents.content import Column
from louyu.engines.documents.form import Form, FormTable
from louyu.initiatives.local_registration.consent_text import TOLD
from louyu.initiatives.local_registration.models import Entry

BOX = "□"
MARKS = "一二三四五六七八九"


def consent_form(entry: Entry) -> Form:
    """Names no tax, no rent and no phone: paper lies about."""
    today = timezone.localdate()
    choice = (Column("选择", 20, "center"), Column("企业的意愿（打勾）", 155, "left"))
    told = (Column("", 10, "center"), Column("签字前请阅读", 165, "left"))
    return Form(
        title="自愿登记服务意愿书",
        corner=(
            ("表号", "楼服 1 表"),
            ("制表单位", settings.PUBLIC_SITE["run_by"] or settings.SYSTEM_NAME),
            ("打印日期", f"{today:%Y-%m-%d}"),
        ),
        facts=(
            ("企业", str(entry.enterprise)),
            ("楼宇", str(entry.building)),
            ("街道/园区", str(entry.building.place)),
            ("活动", str(entry.campaign)),
        ),
        tables=(
            FormTable("告知", told, tuple((MARKS[at], text) for at, text in enumerate(TOLD))),
            FormTable(
                "意愿",
                choice,
                (
                    (BOX, "同意接受变更登记的咨询和帮办（随时可以撤回）"),
                    (BOX, "不同意，本次活动不再就此联系"),
                ),
            ),
        ),
        notes=("可以不签、不选；不签、不选按没有答复处理，没有其他后果。",),
        signatures=("答复人签字", "职务", "日期", "送达人"),
        code=f"{entry.campaign_id}-{entry.pk:05d}",
    )
