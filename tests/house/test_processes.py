"""进程: what a web process must not carry."""

import subprocess
import sys

# Each costs a web process a second or a hundred megabytes; jobs and batch verbs may.
HEAVY = ("ibis", "duckdb", "openpyxl", "docx", "pptx", "paramiko", "sqlalchemy")


def test_a_web_process_carries_no_engine_room() -> None:
    code = (
        "import django; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        f"import sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]", "import it inside the function that needs it"
