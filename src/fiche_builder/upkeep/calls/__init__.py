"""Calling the sources: whom, in which order, the call sheet, and what comes back on it."""
