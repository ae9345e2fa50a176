"""组织与人员: departments, operators, users and their duties."""
