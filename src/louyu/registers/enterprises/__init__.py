"""经营主体: enterprises and their registration; who sits where belongs to occupancy."""
