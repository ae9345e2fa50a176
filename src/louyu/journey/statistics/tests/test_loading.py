"""载入: ibis costs a second and much memory; no web process ever pays for it."""

import subprocess
import sys

_WEB = """
import os, sys
os.environ["LOUYU_WEB"] = "1"
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
import louyu.journey.statistics.jobs, louyu.journey.statistics.commands
sys.exit("ibis" in sys.modules)
"""


def test_a_web_process_never_loads_ibis() -> None:
    assert subprocess.run([sys.executable, "-c", _WEB], check=False).returncode == 0
