"""页面: list, form and detail pages of declared resources, and what every page shares."""
