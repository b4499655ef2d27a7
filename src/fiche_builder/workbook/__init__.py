"""The workbook as cells: opened safely, read raw, written afresh. Nothing here knows what a fiche is."""
