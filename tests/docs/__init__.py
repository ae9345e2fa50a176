"""文档: what the documents say is checked against the product; their pictures are taken from it."""
