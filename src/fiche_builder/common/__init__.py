"""What every room uses and what knows nothing of fiches: errors, languages, text, files, days, settings."""
