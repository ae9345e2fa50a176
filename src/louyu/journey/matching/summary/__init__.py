"""七列汇总: what roster, registry and tax tell together of buildings, streets and the district."""
