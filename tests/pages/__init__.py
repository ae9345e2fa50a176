"""页面检查: what must hold for every page of the product, whoever wrote it."""
