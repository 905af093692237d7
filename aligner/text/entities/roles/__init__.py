"""Who acts in a clause and on whom, and clauses in which both changed places."""
