"""人员: accounts, grants with a second administrator, and a street's own liaisons."""
