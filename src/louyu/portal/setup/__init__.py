"""设置向导: how a district starts with the ledgers it has; every step is a command as well."""
