"""并排对照: the signs in which two names differ, marked for the eye and told to a screen reader."""

from difflib import SequenceMatcher

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def marked(own: str, other: str) -> SafeString:
    """`own` with what `other` does not have in it marked."""
    parts = SequenceMatcher(None, own, other, autojunk=False).get_opcodes()
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", own[a:b]) if kind != "equal" else own[a:b],)
            for kind, a, b, _, _ in parts
            if a < b
        ),
    )
