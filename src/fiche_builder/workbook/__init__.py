"""The workbook as cells: opening it safely, reading it raw, writing a fresh one. Nothing here knows what a fiche is."""
