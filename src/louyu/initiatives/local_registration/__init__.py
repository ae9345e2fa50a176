"""自愿登记服务: help for firms on site that are registered elsewhere, as far as they want it."""
