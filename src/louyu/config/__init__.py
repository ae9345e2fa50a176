"""配置: settings by topic, root URLs and process entry points; no domain code."""
