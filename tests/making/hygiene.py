"""One file before the gate, as an internal one of an empty workbook: only hygiene can refuse it."""

from fiche_builder.leak.gate import Candidate, Gate
from fiche_builder.workbook.raw import RawWorkbook


def refuse_unhygienic(name: str, extension: str, content: bytes) -> None:
    """Raise `LeakError` if a file holds what no output may hold."""
    Gate(RawWorkbook("annuaire.xlsx", "", ())).inspect([Candidate(name, extension, content, is_public=False)])
