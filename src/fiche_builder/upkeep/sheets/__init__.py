"""Sheets that editors filled in: what they say, and for which cells."""
