"""Makes a themed, alphabetical directory (annuaire) from the Excel workbook a team keeps."""

__version__ = "0.1.0"
