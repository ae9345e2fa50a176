"""导入中心: pages over the exchange mechanism; what a line means belongs to the registers."""
