"""印记: says inside a workbook who took it, when and from which page, beside what it shows."""

from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

_PART = "docProps/custom.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_SCHEMAS = "http://schemas.openxmlformats.org"
_RELATION = f"{_SCHEMAS}/officeDocument/2006/relationships/custom-properties"
_KIND = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # fixed by ECMA-376 for such properties
_FIRST = 2  # smaller numbers are taken by the format itself
_ADDED = {
    "[Content_Types].xml": (
        "</Types>",
        f'<Override PartName="/{_PART}" ContentType="{_TYPE}"/></Types>',
    ),
    "_rels/.rels": (
        "</Relationships>",
        f'<Relationship Id="mark" Type="{_RELATION}" Target="{_PART}"/></Relationships>',
    ),
}


def marked(workbook: bytes, properties: Mapping[str, str]) -> bytes:
    """The same workbook with custom properties, which survive saving and renaming."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name in _ADDED:
                before, after = _ADDED[name]
                data = data.decode().replace(before, after).encode()
            target.writestr(name, data)
        target.writestr(_PART, _custom(properties))
    return out.getvalue()


def _custom(properties: Mapping[str, str]) -> str:
    rows = "".join(
        f'<property fmtid="{_KIND}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), start=_FIRST)
    )
    namespaces = (
        f'xmlns="{_SCHEMAS}/officeDocument/2006/custom-properties" '
        f'xmlns:vt="{_SCHEMAS}/officeDocument/2006/docPropsVTypes"'
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Properties {namespaces}>{rows}</Properties>'
