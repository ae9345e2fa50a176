"""粘贴名单: a list of a building's tenants, compared with the month before it is handed in."""
