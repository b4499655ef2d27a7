"""Where things lie in a checkout, counted once: a test may then stand in any folder."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "fiche_builder"
TEMPLATES = ROOT / "templates"
SAMPLE = ROOT / "sources" / "annuaire.xlsx"
SHARED_DATA = ROOT.parent / "shared" / "data"
"""Real open data, beside a checkout on some machines; see the fixture `shared_data`."""
