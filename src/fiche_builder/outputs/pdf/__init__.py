"""From an edition to its PDF.

`PdfMaker` and `ComposingRoom` are the only entrances. What is behind them may change without anything else knowing.
"""

from fiche_builder.outputs.pdf.pdf import PdfMaker
from fiche_builder.outputs.pdf.typeset import ComposingRoom

__all__ = ["ComposingRoom", "PdfMaker"]
