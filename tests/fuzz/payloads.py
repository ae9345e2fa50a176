"""注入样本: scripts in every disguise we know, each of which tells on itself when it runs.

Generated: what runs, times how it is wrapped, times how the wrapping is bent. None is taken from
a list of others.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

# What a payload does when it runs: the test counts these.
RUNS = "__ran(%d)"

EVENTS = (
    *("onerror", "onload", "onmouseover", "onfocus"),
    *("onanimationstart", "ontoggle", "onpointerenter"),
)
ELEMENTS = (
    '<img src=x %s="%s">',
    '<svg %s="%s"><rect width=9 height=9 /></svg>',
    '<body %s="%s">',
    '<input autofocus %s="%s">',
    '<details open %s="%s"><summary>x</summary></details>',
    '<video src=x %s="%s"></video>',
    '<iframe src="about:blank" %s="%s"></iframe>',
    '<table background=x %s="%s"><tr><td>x</td></tr></table>',
    '<p tabindex=0 %s="%s">x</p>',
    '<marquee %s="%s">x</marquee>',
)
WHOLE = (
    "<script>%s</script>",
    "<ScRiPt>%s</sCrIpT>",
    "<script src=data:text/javascript,%s></script>",
    "<scr<script>ipt>%s</scr</script>ipt>",
    "<script type=module>%s</script>",
    "<svg><script>%s</script></svg>",
    "<math><mtext><script>%s</script></mtext></math>",
    "<template><script>%s</script></template>",
    "<noscript><p title='</noscript><script>%s</script>'></noscript>",
    "<title></title><script>%s</script>",
    "<textarea></textarea><script>%s</script>",
    "<!--><script>%s</script>-->",
    "<![CDATA[><script>%s</script>]]>",
    "<iframe srcdoc='<script>parent.%s</script>'></iframe>",
    "<object data='data:text/html,<script>%s</script>'></object>",
    "<embed src='data:text/html,<script>%s</script>'>",
    "<link rel=stylesheet href='data:text/css,*{background:url(x)}'><script>%s</script>",
    "<meta http-equiv=refresh content='0;url=javascript:%s'>",
    "<base href='javascript:%s//'>",
    "<form action='javascript:%s'><button autofocus>x</button></form>",
    "<math><mi><table><mglyph><style><img src=x onerror='%s'></style></mglyph></table></mi></math>",
    "<svg><style><img src=x onerror='%s'></style></svg>",
    "<table><tr><td><form><script>%s</script></td></tr></table>",
    "<select><option><script>%s</script></option></select>",
    "<xmp><img src=x onerror='%s'></xmp>",
    "<style>@import 'javascript:%s';</style>",
)
LINKS = (
    "javascript:%s",
    "JaVaScRiPt:%s",
    " javascript:%s",
    "java\tscript:%s",
    "java\nscript:%s",
    "\x01javascript:%s",
    "javascript&colon;%s",
    "&#106;avascript:%s",
    "&#x6A&#x61vascript:%s",
    "javascript://x.example/%%0a%s",
    "data:text/html,<script>opener.%s</script>",
    "data:text/html;base64,PHNjcmlwdD4x",
    "vbscript:%s",
    "feed:javascript:%s",
    "view-source:javascript:%s",
)
CARRIERS = (
    '<a href="%s">点我</a>',
    "<a href='%s' target=_self><b>点我</b></a>",
    '<svg><a xlink:href="%s"><text y=20>点我</text></a></svg>',
    '<area href="%s">',
)
# Out of wherever it was put: an attribute, a title, a script, a comment, JSON, a feed.
ESCAPES = (
    "",
    '">',
    "'>",
    "</title>",
    "</textarea>",
    "</script>",
    "-->",
    "]]>",
    "\\u003e",
    "{{7*7}}",
)
BENDS = (
    lambda text: text,
    lambda text: text.replace(" ", "/", 1),
    lambda text: text.replace("<", "<\x00", 1),
    lambda text: text.replace("<", "&lt;").replace(">", "&gt;"),
    lambda text: text.replace("<", "＜").replace(">", "＞"),
    lambda text: text.upper().replace("%S", "%s"),
)


def payloads() -> list[str]:
    """Each with a number of its own, so that what ran can be looked up."""
    return [shape.replace("%s", RUNS % number) for number, shape in enumerate(_shapes())]


def _shapes() -> Iterator[str]:
    for element, event in product(ELEMENTS, EVENTS):
        yield element.replace("%s", event, 1)
    for whole, bend in product(WHOLE, BENDS):
        yield bend(whole)
    for carrier, link in product(CARRIERS, LINKS):
        yield carrier.replace("%s", link.replace("%%", "%"))
    for escape, whole in product(ESCAPES, (WHOLE[0], ELEMENTS[0].replace("%s", "onerror", 1))):
        yield escape + whole
