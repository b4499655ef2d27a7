"""From a checked workbook to a published folder, and what is kept of earlier ones."""
