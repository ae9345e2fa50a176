"""乱表: generated workbooks nobody would keep, sent through the real reading and planning."""
