"""What every room uses and that knows no fiche: errors, languages, text, files, days, settings."""
