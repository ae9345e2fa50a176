"""公开门户测试: the public frame, its pages and what they leave out."""
