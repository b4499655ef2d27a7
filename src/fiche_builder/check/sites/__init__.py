"""Asking the sites of fiches whether they still exist: politely, and only on request."""
