"""What `private-text` asks about: texts in, the words it quotes out."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from fiche_builder.check.findings import Context
from fiche_builder.check.rules.private_text import private_text
from fiche_builder.common.i18n import use_language
from fiche_builder.model.tables import build_book
from fiche_builder.workbook.reader import read_workbook
from tests.making.workbooks import TODAY, Cells, make_workbook, public

_QUOTED = re.compile(r"“(.*?)”(?=[,: ])")
Asked = dict[str, list[str]]


def asked(path: Path) -> Asked:
    """Return the words quoted for each cell, as in `Fiches!K2`."""
    use_language("en")
    hits = private_text(build_book(read_workbook(path)), Context(TODAY))
    return {f"{hit.place.sheet}!{hit.place.coordinate}": _QUOTED.findall(hit.message) for hit in hits}


def asked_of(folder: Path, texts: Iterable[tuple[str, str]], **sheets: Any) -> dict[tuple[str, str], list[str]]:
    """Return the words quoted for each text that is asked about; each stands in a column of a public fiche of its own.

    `sheets` are the others of the workbook.
    """
    texts = list(texts)
    rows: list[Cells] = [{**public(number), column: text} for number, (column, text) in enumerate(texts, 1)]
    path = make_workbook(folder / "annuaire.xlsx", {"Fiches": rows, **sheets})
    words: dict[tuple[str, str], list[str]] = {}
    for cell, quoted in asked(path).items():
        number = int(re.sub(r"\D", "", cell)) - 2
        words.setdefault(texts[number], []).extend(quoted)
    return words


def whole(quotes: Mapping[tuple[str, str], list[str]], say: Callable[[str], str] = str) -> dict[str, list[str]]:
    """Return the quotes by text alone."""
    return {say(text): words for (_column, text), words in quotes.items()}
