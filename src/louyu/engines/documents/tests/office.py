"""公文测试: how an office program lays a document out."""

import shutil
import subprocess
from pathlib import Path

import pytest

from louyu.engines.documents import Document
from louyu.engines.documents.word import word

needs_office = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice or pdftotext is not installed",
)


def printed(made: Document, folder: Path) -> list[str]:
    """The text of each page as LibreOffice lays it out."""
    (folder / "made.docx").write_bytes(word(made))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "made.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    text = subprocess.run(
        ["pdftotext", "-layout", "made.pdf", "-"], cwd=folder, check=True, capture_output=True
    ).stdout.decode()
    return text.split("\f")[:-1]
