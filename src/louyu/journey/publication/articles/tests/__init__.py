"""文章测试: who may do what, what a text may carry, and the editor in a browser."""
