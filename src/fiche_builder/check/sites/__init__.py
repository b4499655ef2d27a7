"""Asking the sites of fiches whether they are still there: politely, and only when somebody wants it."""
