"""Signs that cannot be printed are told at their cell; those with a plain twin are replaced everywhere alike."""

import json
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_builder.check import Context, Severity, check_book
from fiche_builder.check.checked import CheckedWorkbook
from fiche_builder.cli.main import run as run_fiche
from fiche_builder.common.config import Config
from fiche_builder.common.glyphs import lacking
from fiche_builder.common.period import Period
from fiche_builder.common.templates import render_slug
from fiche_builder.edition.edition import AnyEdition, build_internal_edition, build_public_edition
from fiche_builder.model.steps import Progress, ignore
from fiche_builder.model.tables import build_book
from fiche_builder.outputs.pdf.pdf import PdfMaker
from fiche_builder.outputs.pdf.slug import Slug
from fiche_builder.outputs.pdf.typeset import ComposingRoom, SlugOrder
from fiche_builder.workbook.raw import RawCell, RawRow, RawSheet, RawWorkbook
from tests.conftest import WorkbookMaker
from tests.making.workbooks import PARAMETERS, THEME, TODAY, Cells, check, columns_of, fiche, found, public, said

Found = list[tuple[str, str]]
Case = tuple[str, dict[str, list[Cells]], Found]
NAMED: Cells = {"Fiche": 1, "Téléphone": "02 555 66 77"}
THANKED: Cells = {"Proposition": "x", "Statut": "Acceptée", "Traitée le": TODAY, "Remercier": "Oui"}


def missing(*cells: str) -> Found:
    return [(cell, "sign-missing") for cell in cells]


def replaced(*cells: str) -> Found:
    return [(cell, "sign-replaced") for cell in cells]


CASES: list[Case] = [
    ("an emoji in a name", {"Fiches": [fiche(Nom="Le Relais 🚲")]}, missing("C2")),
    ("Arabic in a description", {"Fiches": [fiche(Description="accueil en العربية")]}, missing("K2")),
    ("Cyrillic is printed, Arabic beside it not", {"Fiches": [fiche(Autres_appellations="Бюро; مكتب")]}, missing("F2")),
    ("two cells of one fiche", {"Fiches": [fiche(Sigle="電", Horaires="🚲")]}, missing("E2", "U2")),
    ("a label beside a phone", {"Fiches": [fiche(Téléphone="02 555 12 34 (مكتب)")]}, missing("O2")),
    ("a path of a site", {"Fiches": [fiche(Site_web="https://relais.example/➜")]}, missing("Q2")),
    ("a mailbox of another width", {"Fiches": [{**fiche(), "E-mail": "ｉｎｆｏ＠relais.example"}]}, replaced("P2")),
    ("a public label", {"Contacts": [{**NAMED, "Libellé": "🚲"}]}, missing("Contacts!B2")),
    ("a person in other letters", {"Contacts": [{**NAMED, "Personne": "محمد"}]}, missing("Contacts!C2")),
    ("a theme", {"Thèmes": [THEME, {"Nom": "Vélo 🚲"}], "Fiches": [fiche(Thème="Vélo 🚲")]},
     [("Thèmes!B2", "theme-unused"), *missing("Thèmes!B3")]),
    ("the title", {"Paramètres": [*PARAMETERS[1:], {"Clé": "Titre", "Valeur": "電話"}]}, missing("Paramètres!B3")),
    ("who is thanked", {"Suggestions": [{**THANKED, "Auteur": "محمد"}]}, missing("Suggestions!D2")),
    ("an internal emoji", {"Fiches": [fiche(Note_interne="Très serviable ❤️ 🚲")]}, replaced("AD2", "AD2")),
    ("an internal letter", {"Fiches": [fiche(Note_interne="電話")]}, missing("AD2")),
    ("an emoji in the title", {"Paramètres": [{**PARAMETERS[0], "Valeur": "Annuaire 🚲"}, PARAMETERS[1]]},
     replaced("Paramètres!B2")),
    ("words for nothing", {"Fiches": [fiche(Horaires="néant", Description=" - "), fiche(2, Nom="B", Consigne="Geen.")]},
     [("K2", "text-empty"), ("U2", "text-empty"), ("AA3", "text-empty")]),
    ("words that say something",
     {"Fiches": [{**fiche(Sigle="NA", Public_visé="non"), "Conditions d'accès": "aucune"}]}, []),
    ("one sign in many cells", {"Fiches": [fiche(1, Sigle="✔"), fiche(2, Description="✔️ oui")]}, replaced("E2", "K3")),
    ("two signs", {"Fiches": [fiche(Description="✔ ➜ ✔")]}, replaced("K2", "K2")),
    ("letters of another width", {"Fiches": [fiche(Nom="Ｌｅ Relais", Sigle="Ｒ")]}, replaced("C2", "E2")),
    ("a non-breaking hyphen", {"Fiches": [fiche(Nom="Saint\u2011Gilles")]}, replaced("C2")),
    ("a sign beside a phone", {"Fiches": [fiche(Téléphone="☎ 02 555 12 34")]}, replaced("O2")),
    ("digits of another width are told by the phones", {"Fiches": [fiche(Téléphone="０2 555 12 34")]},
     [("O2", "phone-untidy")]),
    ("a theme by its name, typed with another sign",
     {"Thèmes": [{"Nom": "✓ Emploi"}], "Fiches": [fiche(Thème="✔ Emploi")]}, []),
    ("an archived fiche", {"Fiches": [fiche(1), fiche(2, Nom="電 🚲 ✔", Statut="Archivé")]}, []),
    ("a contact of an archived fiche",
     {"Fiches": [fiche(1, Statut="Archivé")], "Contacts": [{**NAMED, "Personne": "電"}]}, []),
    ("who is not thanked", {"Suggestions": [{**THANKED, "Remercier": "Non", "Auteur": "محمد 🚲"}]}, []),
    ("what is printed nowhere", {"Fiches": [public(Autorisé_par="電", Source="📞 ✔", Vérifié_par="🚲")],
     "Suggestions": [{"Proposition": "電 🚲", "Réponse": "✔"}],
     "Équipes": [{"Équipe": "電", "Nom": "🚲", "E-mail": "a@contact.example"}],
     "Paramètres": [*PARAMETERS, {"Clé": "Region 電", "Valeur": "電"}], "Thèmes": [{**THEME, "Code": "電"}]},
     [("Paramètres!A4", "setting-unknown")]),
    ("what nobody sees", {"Fiches": [fiche(Description="a\u3164\u2800\u200bb\u00adc\u202ed\u2028e\u2003f\ufe0f")]}, []),
    ("what the fonts have", {"Fiches": [fiche(Nom="Œuvre – « L’Été »", Description="½ № ™ ✓ → Бюро Μαρία Phạm")]}, []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "sheets", "expected"), CASES, ids=[case[0] for case in CASES])
def test_signs(name: str, sheets: dict[str, list[Cells]], expected: Found, workbook: WorkbookMaker) -> None:
    assert found(workbook(**sheets)) == expected, name


def test_an_editor_reads_which_sign_it_is_and_what_to_do(workbook: WorkbookMaker) -> None:
    path = workbook(
        Fiches=[
            fiche(1, Nom="Guichet 😀 Alpha", Description="En العربية et ትግርኛ"),
            fiche(3, Nom="Ｌｅ Relais ①", Adresse="📍 Rue Haute"),
            fiche(2, Sigle="✔", Note_interne="❤️", Description="✔ et rendez\u2011vous"),
        ]
    )
    assert said(path, "sign-missing", "fr") == [
        (
            "« 😀 » ne peut pas être imprimé (émoji) : les polices de l’annuaire ne l’ont pas.",
            "Écrivez un mot à la place, ou supprimez-le.",
        ),
        (
            (
                "« العربية ትግርኛ » ne peut pas être imprimé (écriture : arabe, écriture : éthiopique) : "
                "les polices de l’annuaire ne l’ont pas."
            ),
            "Écrivez-le en lettres latines, ou mettez une police qui l’a dans le dossier look/fonts.",
        ),
    ]
    assert [message for message, _hint in said(path, "sign-replaced", "fr")] == [
        "« Ｌｅ ① » est imprimé « Le 1 ».",
        "« 📍 » (émoji) n’est pas imprimé : les polices de l’annuaire ne l’ont pas.",
        "« ✔ » est imprimé « ✓ ». 2 cellules\u00a0: E4, K4.",
        "Un trait d’union insécable est imprimé comme un trait d’union ordinaire.",
        "« ❤️ » (émoji) n’est pas imprimé : les polices de l’annuaire ne l’ont pas.",
    ]


@pytest.mark.parametrize("name", ["signes", "ecritures"])
def test_what_editors_sent_is_told_where_it_stands(name: str, shared_data: Path) -> None:
    told = [(cell, code) for cell, code in found(shared_data / "fautes" / f"{name}.xlsx") if code.startswith("sign-")]
    assert (
        told
        == {
            "signes": missing("C2", "E3"),
            "ecritures": [*missing("K2"), *replaced("AC3")],
        }[name]
    )


def test_what_cannot_be_printed_is_left_out_and_the_rest_is_built(workbook: WorkbookMaker, tmp_path: Path) -> None:
    """The value where it can be spared; the row where it is a name; the fiches of a theme that has no name."""
    path = workbook(
        Thèmes=[THEME, {"Nom": "電"}],
        Paramètres=[{"Clé": "Titre", "Valeur": "電"}, PARAMETERS[1]],
        Fiches=[
            public(1, Description="電"),
            public(2, Nom="電"),
            public(3, Thème="電"),
            public(4, Description="✔ fait", Note_interne="🚲 bien"),
        ],
    )
    output = tmp_path / "o"
    command = ["-q", "build", str(path), "--skip-errors", "--format", "pdf,html,vcf,json", "--output", str(output)]
    assert run_fiche(command) == 0
    folder = next(output.glob("2*"))
    data = json.loads((folder / f"annuaire-{folder.name}-interne.json").read_text("utf-8"))
    assert data["title"] == "Annuaire"
    assert [(entry["number"], entry.get("description", "")) for entry in data["fiches"]] == [(1, ""), (4, "✓ fait")]
    assert data["fiches"][1]["internal_note"] == "bien"
    assert "✓ fait" in (folder / f"annuaire-{folder.name}-public.html").read_text("utf-8")


class _Listing(ComposingRoom):
    """Keeps what is to be typeset, and what it was told it is."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: list[SlugOrder] = []

    def typeset(
        self, language: str, orders: Iterable[SlugOrder], progress: Progress = ignore
    ) -> list[tuple[Slug, ...]]:
        wanted = list(orders)
        self.orders += wanted
        return super().typeset(language, wanted, progress)


def printed(edition: AnyEdition) -> Iterable[str]:
    """Return every text that is typeset for an edition."""
    listing = _Listing()
    PdfMaker(edition, "fr", listing).make()
    yield from (unescape(render_slug(f"pdf/{order.template}", "fr", order.copy)) for order in listing.orders)


def raw_sheet(title: str, rows: list[Cells]) -> RawSheet:
    headers = columns_of(title, rows)
    lines = [dict(zip(headers, headers, strict=True)), *rows]
    return RawSheet(
        title,
        tuple(
            RawRow(
                index,
                {
                    column: RawCell(index, column, line[header])
                    for column, header in enumerate(headers, 1)
                    if line.get(header) is not None
                },
            )
            for index, line in enumerate(lines, 1)
        ),
    )


PLACES = [
    *(("Fiches", header) for header in (
        "Nom", "Nom (nl)", "Sigle", "Autres appellations", "Description", "Description (nl)", "Public visé",
        "Conditions d'accès", "Téléphone", "E-mail", "Site web", "Adresse", "Code postal", "Commune", "Horaires",
        "Langues", "Avis", "Consigne", "Message type", "Note interne", "Source",
    )),
    *(("Contacts", header) for header in ("Libellé", "Personne", "Fonction", "Téléphone")),
    *(("Thèmes", header) for header in ("Nom", "Nom (nl)", "Description")),
    ("Suggestions", "Auteur"), ("Paramètres", "Titre"), ("Paramètres", "Rédaction"),
]  # fmt: skip
KINDS = st.characters(exclude_categories=["Cs"])
ODD = st.sampled_from(
    "✔➜★☎📞🚲مב電א①𝐁０ﬀŉǰẖⅣ\u200d\ufe0f🏽🇧\u0301\u0489\u2011\u00ad\ufeff\u202e\uf0b7\u0378\U000f0000\u2028\x85€ṡ"
)
SIGNS = st.text(st.one_of(KINDS, ODD), min_size=1, max_size=8)


def build_all(filled: dict[tuple[str, str], str]) -> tuple[CheckedWorkbook, list[AnyEdition]]:
    def cells(sheet: str) -> dict[str, str]:
        return {header: text for (title, header), text in filled.items() if title == sheet}

    theme = {**THEME, **cells("Thèmes")}
    sheets: dict[str, list[Cells]] = {
        "Fiches": [{**public(1, Thème=theme["Nom"]), **cells("Fiches")}, fiche(2, Thème=theme["Nom"], Voir_aussi=1)],
        "Contacts": [{**NAMED, "Usage": "Donner", **cells("Contacts")}],
        "Thèmes": [theme],
        "Suggestions": [{**THANKED, **cells("Suggestions")}],
        "Paramètres": [{"Clé": key, "Valeur": text} for key, text in {"Titre": "A", **cells("Paramètres")}.items()],
    }
    raw = RawWorkbook("x.xlsx", "0", tuple(raw_sheet(title, rows) for title, rows in sheets.items()))
    book = build_book(raw)
    checked = CheckedWorkbook(book, check_book(book, Context(TODAY)))
    editions: list[AnyEdition] = [
        build(checked.directory, Period(2026, 11), Config()) for build in (build_internal_edition, build_public_edition)
    ]
    return checked, editions


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from(PLACES), SIGNS, min_size=1, max_size=4))
def test_a_book_without_errors_is_printed_in_our_fonts(filled: dict[tuple[str, str], str]) -> None:
    """And one with errors too, without what is faulty."""
    checked, editions = build_all(filled)
    for edition in editions:
        assert lacking(printed(edition)) == set()
    if not checked.count(Severity.ERROR):
        assert [len(edition.fiches) for edition in editions] == [2, 1]
    if not any(finding.code == "sign-missing" for finding in checked.findings):
        bare = CheckedWorkbook(checked.book, ())
        assert lacking(printed(build_internal_edition(bare.directory, Period(2026, 11), Config()))) == set()


def test_the_law_sees_what_is_printed_in_every_column() -> None:
    """A letter in each column of the law is told, unless nothing prints it; so none is looked at in vain."""
    for place in PLACES:
        text = {"Téléphone": "02 555 66 78 (電)", "E-mail": "電@relais.example", "Site web": "https://a.example/電"}
        checked, _editions = build_all({place: text.get(place[1], "x電x")})
        told = [finding.place.header for finding in checked.findings if finding.code == "sign-missing"]
        assert told == ([] if place[1] == "Source" else ["Valeur" if place[0] == "Paramètres" else place[1]])


def test_whole_editions_with_signs_of_all_kinds_are_built(workbook: WorkbookMaker, tmp_path: Path) -> None:
    odd = "✔ ➜ ★ ☎ ① ０ 𝐁 ﬀ Ⅳ \uf0b7 ŉ ǰ ẖ \u2011 a\u200bb a\u0323\u0301"
    path = workbook(
        Fiches=[
            public(1, Nom=f"ŉame {odd}", Sigle=odd, Description=odd, Avis=odd, Horaires=odd),
            fiche(2, Nom=f"{odd} deux", Note_interne=f"{odd} 🚲 ❤️", Consigne="🚲"),
        ],
        Thèmes=[{"Nom": "Emploi", "Description": odd}],
        Contacts=[{**NAMED, "Libellé": odd, "Personne": f"{odd} 🚲", "Usage": "Donner"}],
        Paramètres=[{"Clé": "Titre", "Valeur": f"Annuaire {odd} 🚲"}, {"Clé": "Rédaction", "Valeur": f"A {odd}; 🚲 B"}],
    )
    assert check(path).count(Severity.ERROR) == 0
    assert run_fiche(["-q", "build", str(path), "--format", "pdf,json", "--output", str(tmp_path / "o")]) == 0
