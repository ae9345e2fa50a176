"""公开门户: what anybody may read without signing in; tax and personal data never come here."""
