"""Findings on dates, checks at the source, notices and permission: rows in, `[(cell, code)]` out."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from fiche_builder.common.config import Config, VerificationConfig
from fiche_builder.model.values.simple import parse_date
from tests.conftest import WorkbookMaker
from tests.making.workbooks import TODAY, Cells, fiche, found, public, said

Found = list[tuple[str, str]]
Texts = dict[str, tuple[str, str]]
"""(message, hint) by language."""
Case = tuple[str, dict[str, list[Cells]], Found]
SERIAL = (TODAY - date(1899, 12, 30)).days


def verified(value: object, **cells: Any) -> dict[str, list[Cells]]:
    return {"Fiches": [fiche(Vérifié_le=value, **cells)]}


def notice(start: object, end: object, text: str | None = "Fermé en août") -> dict[str, list[Cells]]:
    return {"Fiches": [fiche(Avis=text, Avis_du=start, Avis_au=end)]}


INVALID = [("AF2", "date-invalid")]

CASES: list[Case] = [
    *(
        (f"{text!r} is a day", verified(text), [])
        for text in (
            "09/06/2026",
            "9/6/2026",
            "2026-11-06",
            "06-11-2026",
            "06.11.2026",
            "2026/06/30 14:16:50.898",
            "2026-11-06T09:00:00Z",
            " 06/11/2026\u00a0",
            datetime(2026, 11, 6, 23, 59),  # noqa: DTZ001 (a cell has no time zone)
            SERIAL,
            float(SERIAL),
            SERIAL + 0.75,
        )
    ),
    *(
        (f"{text!r} is no day", verified(text), INVALID)
        for text in (
            "31/02/2026",
            "06/13/2026",
            "09/06/26",
            "juin 2026",
            "2026",
            2026,
            "hier",
            time(9, 30),
            timedelta(hours=30),
            True,
            -5,
            10**15,
        )
    ),
    ("no day in Contacts", {"Contacts": [{"Fiche": 1, "Vérifié le": "?"}]}, [("Contacts!H2", "date-invalid")]),
    (
        "no day in Suggestions",
        {"Suggestions": [{"Proposition": "x", "Reçue le": "?", "Traitée le": "?"}]},
        [("Suggestions!A2", "date-invalid"), ("Suggestions!G2", "date-invalid")],
    ),
    ("no day of a notice", notice("lundi", "vendredi"), [("X2", "date-invalid"), ("Y2", "date-invalid")]),
    ("tomorrow", verified(TODAY + timedelta(days=1)), [("AF2", "date-future")]),
    ("9999", verified("31/12/9999"), [("AF2", "date-future")]),
    ("today", verified(TODAY), []),
    (
        "tomorrow in Contacts",
        {"Contacts": [{"Fiche": 1, "Vérifié le": date(2026, 11, 23)}]},
        [("Contacts!H2", "date-future")],
    ),
    (
        "tomorrow in Suggestions",
        {"Suggestions": [{"Proposition": "x", "Reçue le": date(2026, 11, 23), "Traitée le": "23/11/2026"}]},
        [("Suggestions!A2", "date-future"), ("Suggestions!G2", "date-future")],
    ),
    ("a notice may lie in the future", notice(date(2027, 1, 1), date(2027, 1, 1)), []),
    ("public without permission", {"Fiches": [public(Autorisé_par=None)]}, [("AE2", "permission-missing")]),
    ("permission of blanks", {"Fiches": [public(Autorisé_par="  ")]}, [("AE2", "permission-missing")]),
    ("public with permission", {"Fiches": [public()]}, []),
    ("internal without permission", {"Fiches": [fiche()]}, []),
    ("archived without permission", {"Fiches": [public(Autorisé_par=None, Statut="Archivé")]}, []),
    (
        "suspended without permission",
        {"Fiches": [public(Autorisé_par=None, Statut="Suspendu")]},
        [("AE2", "permission-missing")],
    ),
    ("never checked", verified(None), [("AF2", "verification-missing")]),
    ("never checked, archived", verified(None, Statut="Archivé"), []),
    ("six months less a day", verified(date(2026, 5, 23)), []),
    ("six months", verified(date(2026, 5, 22)), [("AF2", "verification-due")]),
    ("twelve months less a day", verified(date(2025, 11, 23)), [("AF2", "verification-due")]),
    ("twelve months", verified(date(2025, 11, 22)), [("AF2", "verification-overdue")]),
    ("long ago", verified(date(1999, 1, 1)), [("AF2", "verification-overdue")]),
    ("long ago, archived", verified(date(1999, 1, 1), Statut="Archivé"), []),
    ("notice backwards", notice(date(2026, 12, 2), date(2026, 12, 1)), [("Y2", "notice-dates")]),
    ("notice of a day", notice(date(2026, 12, 1), date(2026, 12, 1)), []),
    ("notice without dates", notice(None, None), []),
    ("notice over since yesterday", notice(None, date(2026, 11, 21)), [("W2", "notice-expired")]),
    ("notice until today", notice(date(2026, 8, 1), TODAY), []),
    ("dates over, but no notice", notice(None, date(2026, 11, 21), None), []),
]


@pytest.mark.parametrize(
    ("sheets", "expected"), [pytest.param(sheets, expected, id=name) for name, sheets, expected in CASES]
)
def test_dates(workbook: WorkbookMaker, sheets: dict[str, list[Cells]], expected: Found) -> None:
    assert found(workbook(**sheets)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 10, 23), []),
        (date(2026, 10, 22), [("AF2", "verification-due")]),
        (date(2026, 9, 22), [("AF2", "verification-overdue")]),
    ],
)
def test_the_periods_come_from_the_settings(workbook: WorkbookMaker, day: date, expected: Found) -> None:
    config = Config(verification=VerificationConfig(due_months=1, overdue_months=2))

    assert found(workbook(**verified(day)), config) == expected


def test_whether_a_day_is_over_depends_on_today(workbook: WorkbookMaker) -> None:
    path = workbook(**verified(date(2026, 11, 20)))

    assert [found(path, today=day) for day in (date(2026, 11, 19), date(2026, 11, 20), date(2027, 5, 20))] == [
        [("AF2", "date-future")],
        [],
        [("AF2", "verification-due")],
    ]


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_a_number_without_end_is_no_day(value: float) -> None:
    """A cell `<v>1E999</v>` is read as infinite."""
    assert [remark.code for remark in parse_date(value).remarks] == ["date-invalid"]


MESSAGES: list[tuple[str, dict[str, list[Cells]], Texts]] = [
    (
        "date-invalid",
        verified("09/06/26"),
        {
            "en": ("“09/06/26” is not a date.", "Did you mean “09/06/2026”?"),
            "fr": ("«\u00a009/06/26\u00a0» n’est pas une date.", "Vouliez-vous dire «\u00a009/06/2026\u00a0»\u00a0?"),
            "nl": ("“09/06/26” is geen datum.", "Bedoelt u “09/06/2026”?"),
        },
    ),
    (
        "date-invalid",
        verified("juin 2026"),
        {
            "en": ("“juin 2026” is not a date.", "Write day/month/year, such as 25/11/2026."),
            "fr": ("«\u00a0juin 2026\u00a0» n’est pas une date.", "Écrivez jour/mois/année, par exemple 25/11/2026."),
            "nl": ("“juin 2026” is geen datum.", "Schrijf dag/maand/jaar, zoals 25/11/2026."),
        },
    ),
    (
        "date-future",
        verified("23/11/2026"),
        {
            "en": ("23/11/2026 is in the future.", "Write the day on which it was done."),
            "fr": ("Le 23/11/2026 est dans le futur.", "Écrivez le jour où cela a été fait."),
            "nl": ("23/11/2026 ligt in de toekomst.", "Schrijf de dag waarop het gebeurd is."),
        },
    ),
    (
        "verification-overdue",
        verified("22/11/2025"),
        {
            "en": (
                "Last checked on 22/11/2025, more than 12 months ago: the edition prints “to be confirmed”.",
                "Call the service first of all, then write the day, who checked and how.",
            ),
            "fr": (
                (
                    "Dernière vérification le 22/11/2025, il y a plus de 12 mois\u00a0: l’édition imprime «\u00a0à "
                    "confirmer\u00a0»."
                ),
                "Appelez ce service en premier lieu, puis écrivez le jour, qui a vérifié et comment.",
            ),
            "nl": (
                (
                    "Laatst nagekeken op 22/11/2025, meer dan 12 maanden geleden: in de editie staat er “te "
                    "bevestigen” "
                    "bij."
                ),
                "Bel deze dienst als eerste en schrijf dan de dag, wie het nakeek en hoe.",
            ),
        },
    ),
    (
        "notice-dates",
        notice("02/12/2026", "01/12/2026"),
        {
            "en": ("The notice ends on 01/12/2026, before it starts (02/12/2026).", "Correct one of the two dates."),
            "fr": (
                "L’avis se termine le 01/12/2026, avant de commencer (02/12/2026).",
                "Corrigez l’une des deux dates.",
            ),
            "nl": (
                "Het bericht eindigt op 01/12/2026, nog voor het begint (02/12/2026).",
                "Verbeter een van de twee datums.",
            ),
        },
    ),
]


@pytest.mark.parametrize("language", ["en", "fr", "nl"])
@pytest.mark.parametrize(
    ("code", "sheets", "texts"), [pytest.param(*case, id=f"{case[0]}{n}") for n, case in enumerate(MESSAGES)]
)
def test_messages(
    workbook: WorkbookMaker, code: str, sheets: dict[str, list[Cells]], texts: Texts, language: str
) -> None:
    assert said(workbook(**sheets), code, language) == [texts[language]]
