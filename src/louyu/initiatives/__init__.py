"""工作重点: the campaigns of the plan; each may be taken out without the others noticing."""
