"""导入中心: pages over deliveries; what a line means belongs to the registers."""
