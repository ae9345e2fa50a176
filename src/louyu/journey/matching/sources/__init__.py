"""数据接入: outside data that arrive by themselves, and what is held back before it counts."""
