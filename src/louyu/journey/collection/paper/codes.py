"""录入编号: month, number of the duty and a check digit: 2611-00042-7.

It names a page and opens nothing: whoever may not see the building sees it no better with it.
"""

import re
import unicodedata

from stdnum.iso7064 import mod_11_10

from louyu.journey.collection.models import Duty

FORM = re.compile(r"(\d{4})(\d{5,})(\d)")


class CodeRefused(Exception):
    """One Chinese sentence that says what to do."""


def code_of(duty: Duty) -> str:
    month, number = f"{duty.cycle.month:%y%m}", f"{duty.pk:05d}"
    return f"{month}-{number}-{mod_11_10.calc_check_digit(month + number)}"


def number_of(typed: str) -> int:
    """Of the duty; full-width digits, spaces and strokes are as good as none."""
    digits = re.sub(r"[\s\-–—－]", "", unicodedata.normalize("NFKC", typed))
    found = FORM.fullmatch(digits)
    if not found:
        raise CodeRefused("编号是 10 位或更多的数字，例如 2611-00042-7，请照表头重新输入。")
    if not mod_11_10.is_valid(digits):
        raise CodeRefused("编号有一位不对，请对照表头重新输入。")
    return int(found[2])
