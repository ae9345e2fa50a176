"""差异: what roster and registry tell differently, as matters of the street until settled."""
