"""Going to the source: whom to call this month, whom to write to, and who has not answered."""
