"""补充问题: what the office asks of every building besides, by the month."""
