"""Going to the source: whom to call, the call sheet and what comes back on it; whom to write to, and who has not answered."""
