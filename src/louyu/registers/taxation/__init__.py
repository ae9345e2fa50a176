"""涉税数据: tax facts, guarded tighter than the rest. Which cells may be shown is disclosure's."""
