"""楼宇: buildings, floors, units, other names and door numbers."""
