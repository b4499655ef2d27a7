"""Workbooks with something of everything that is counted, and their indicators."""

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

from fiche_builder.common.config import Config
from fiche_builder.common.period import Period
from fiche_builder.publish.history import read_history
from fiche_builder.stats.figures import NEEDED_HISTORY, Indicators, build_indicators, judging_day
from tests.making.workbooks import TODAY, Cells, check, fiche, public

NOVEMBER = Period(2026, 11)


THEMES: list[Cells] = [{"Nom": "Emploi", "Ordre": 2}, {"Nom": "Logement", "Ordre": 1}, {"Nom": "Vide"}]


def count(
    path: Path, output: Path | None = None, config: Config | None = None, period: Period = NOVEMBER
) -> Indicators:
    """Return the indicators of a workbook and of the editions in a folder."""
    history = read_history(output, print, until=period, at_most=NEEDED_HISTORY) if output else ()
    return build_indicators(check(path).directory, history, config or Config(), period, judging_day(period, TODAY))


def random_rows(seed: int) -> dict[str, list[Cells]]:
    """Return the sheets of a workbook with something of everything that is counted."""
    some = random.Random(seed)  # noqa: S311 (nothing to keep secret)
    fiches: list[Cells] = []
    contacts: list[Cells] = []
    for number in range(1, 61):
        make = some.choice((fiche, public))
        cells: dict[str, Any] = {
            "Thème": some.choice(("Emploi", "Logement")),
            "Statut": some.choice((None, "Actif", "Suspendu", "Archivé")),
            "Vérifié_le": some.choice((None, TODAY - timedelta(days=some.randint(0, 1000)))),
            "Téléphone": some.choice((None, "02 555 12 34")),
            "Adresse": "Rue Haute 1",
        }
        if some.random() < 0.3:
            cells["Autorisé_par"] = None
        fiches.append(make(number, **cells, **{"E-mail": some.choice((None, None, f"f{number}@relais.example"))}))
        if some.random() < 0.3:
            contacts.append(
                {"Fiche": number, "Libellé": "Guichet", "E-mail": some.choice((None, f"g{number}@relais.example"))}
            )
    suggestions: list[Cells] = []
    for _number in range(40):
        received = TODAY - timedelta(days=some.randint(0, 500))
        status = some.choice(("Nouvelle", "Source contactée", "Acceptée", "Refusée", None))
        handled = (
            min(TODAY, received + timedelta(days=some.randint(0, 60))) if status in {"Acceptée", "Refusée"} else None
        )
        suggestions.append({"Reçue le": received, "Proposition": "x", "Statut": status, "Traitée le": handled})
    return {"Fiches": fiches, "Contacts": contacts, "Thèmes": THEMES, "Suggestions": suggestions}
