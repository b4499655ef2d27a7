"""From an edition to its PDF. `make_pdf` is the only door: what is behind it may change without the rest knowing."""

from fiche_builder.pages.pdf import make_pdf

__all__ = ["make_pdf"]
