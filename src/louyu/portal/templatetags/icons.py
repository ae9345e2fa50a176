"""图标: a symbol of the sprite that `frontend/build.mjs` makes of the icons in use."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Decorative: the words beside it say what it means."""
    sprite = static("build/icons.svg")
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name)
