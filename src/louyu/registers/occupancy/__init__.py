"""入驻: who is in which unit since when; tax belongs to taxation."""
