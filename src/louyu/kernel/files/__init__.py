"""文件: what was uploaded or produced, kept in the instance's folder under its checksum."""
