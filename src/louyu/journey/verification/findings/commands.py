"""检查: the batch verb that runs every check at once."""

import argparse

from louyu.journey.verification.findings.running import check_everything
from louyu.kernel.commands import command


@command("checks", help="运行全部数据检查，列出各项查到多少")
def run_checks(options: argparse.Namespace) -> int:
    """Status 1 when a check broke off."""
    ran = check_everything()
    for one in ran:
        told = "没有跑成，原因见日志" if one.found is None else f"{one.found} 条"
        print(f"{one.check.severity.label}\t{one.check.code}\t{one.check.message}：{told}")
    return 1 if any(one.found is None for one in ran) else 0
