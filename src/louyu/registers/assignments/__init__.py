"""分工: who answers for which building or enterprise, and who has been to see them."""
