"""花名册: one row is an enterprise, its rooms and its stay, or a room that stands empty."""
