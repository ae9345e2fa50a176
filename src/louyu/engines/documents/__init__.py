"""公文: Word documents out of plain data, on the page of GB/T 9704-2012.

What a document says belongs to the app that issues it. Writing the file is
`louyu.engines.documents.word`, which alone loads the libraries for it.
"""

from louyu.engines.documents.content import (
    Addressee,
    Annex,
    Annexes,
    Block,
    Chart,
    Column,
    Document,
    Heading,
    Imprint,
    Letterhead,
    Notes,
    Paragraph,
    Series,
    Signature,
    Table,
)

__all__ = [
    "Addressee",
    "Annex",
    "Annexes",
    "Block",
    "Chart",
    "Column",
    "Document",
    "Heading",
    "Imprint",
    "Letterhead",
    "Notes",
    "Paragraph",
    "Series",
    "Signature",
    "Table",
]
