"""登录方式: codes by text message, single-use links, the district's own identity service."""
