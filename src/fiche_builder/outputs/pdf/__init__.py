"""From an edition to its PDF.

`PdfMaker` and `ComposingRoom` are the only doors: what is behind may change without the rest knowing.
"""

from fiche_builder.outputs.pdf.pdf import PdfMaker
from fiche_builder.outputs.pdf.room import ComposingRoom

__all__ = ["ComposingRoom", "PdfMaker"]
