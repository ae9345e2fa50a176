"""保存的筛选: one person's names for addresses of lists."""
