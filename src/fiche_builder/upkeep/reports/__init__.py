"""The report of findings, when somebody corrected it instead of the workbook."""
