"""Sheets that editors filled in: what is read from them, and the cells that it is for."""
