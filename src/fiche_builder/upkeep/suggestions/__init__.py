"""Colleagues' remarks: read from their mails, taken into the workbook, answered."""
