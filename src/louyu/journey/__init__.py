"""流程: what happens to the data in every period."""
