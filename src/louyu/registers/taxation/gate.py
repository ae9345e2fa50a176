"""导入条件: what must hold before real tax may enter; a Chinese sentence for each that does not."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from louyu.engines.tables import Refused
from louyu.registers.organizations.models import Clearance, ClearanceKind
from louyu.registers.taxation.catalogue import role_is_unsafe, unlocked_tables


def refuse_unsafe(*, by_person: bool) -> None:
    """Raises Refused with all that is lacking. A demo instance holds invented rows: nothing is.

    `by_person`: from a page; the console names provider, basis and purpose itself.
    """
    lacking = [] if settings.DEMO else list(_lacking(by_person))
    if lacking:
        raise Refused("还不能导入涉税数据：" + "".join(lacking))


def _lacking(by_person: bool) -> Iterator[str]:
    if unlocked := unlocked_tables():
        tables = "、".join(unlocked)
        yield f"涉税数据表没有启用行级安全（{tables}），请由系统管理员重新启动系统完成升级。"
    if role_is_unsafe():
        yield "数据库角色可以绕过行级安全，请改用受限角色，见 docs/howto/operate.md。"
    if by_person and not _somebody_is_cleared():
        yield (
            "还没有取得税收查阅授权并启用两步验证的人员，"
            "请由安全管理员授予并经另一名管理员批准，本人登录后启用两步验证。"
        )


def _somebody_is_cleared() -> bool:
    today = timezone.localdate()
    cleared = Clearance.objects.filter(kind=ClearanceKind.TAX, during__contains=today)
    return cleared.filter(user__second_factor__confirmed_at__isnull=False).exists()
