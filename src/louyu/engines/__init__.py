"""引擎: pure Python without Django, usable from a notebook."""
