"""Checking a workbook: one function for each finding, and all findings in one pass."""

from fiche_builder.check.findings import Context, Finding, Severity
from fiche_builder.check.run import check_book

__all__ = ["Context", "Finding", "Severity", "check_book"]
