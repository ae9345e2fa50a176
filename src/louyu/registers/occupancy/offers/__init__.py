"""招商房源: rooms open for leads; whether one still stands open is told from who is in it."""
