"""机制: Django mechanisms that know no domain word."""
