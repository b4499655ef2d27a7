"""Calling the sources: whom to call and in which order, the call sheet, and what comes back on it."""
