"""接口: the declared nouns as JSON, described by OpenAPI 3.1; the same scope as the pages."""
