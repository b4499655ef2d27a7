"""Keeping every number right: calls, mails to organisations, colleagues' remarks, and what came back."""
