"""The pages of an edition, read back from the bytes."""

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from fiche_builder.cli.main import run
from tests.making.pdfs import decoded_objects, destinations, flat, links, outline, page_texts
from tests.making.workbooks import fiche, make_workbook, public

FICHES = [
    public(
        214,
        Nom="Agence locale pour l’emploi du Canal",
        Sigle="ALE-C",
        Nom__nl="Werkwinkel van het Kanaal",
        Autres_appellations="bureau du canal; Job House",
        Description="Inscription et <b>ateliers</b> & plus",
        Téléphone="02 555 01 40 (accueil) ; 02 555 01 41 poste 12",
        **{"E-mail": "accueil@ale-canal.example"},
        Site_web="https://ale-canal.example/infos",
        Adresse="Quai du Canal 12",
        Code_postal="1000",
        Commune="Bruxelles",
        Horaires="lu-ve 9:00-12:00",
        Langues="FR NL",
        Voir_aussi="31",
        Consigne="Transférer si le dossier est ouvert",
        Message_type="Nom et numéro de dossier",
        Note_interne="Note réservée",
        Avis="Fermé le 24",
        Avis_du=date(2026, 12, 24),
        Avis_au=date(2026, 12, 24),
        Vérifié_le=date(2026, 10, 3),
    ),
    fiche(31, Nom="Élan, cellule interne", Statut="Suspendu", Vérifié_le=date(2024, 1, 5)),
    fiche(7, Nom="Zénith archivé", Statut="Archivé"),
    public(8, Nom="écluse (L’)", Thème="Logement", Vérifié_le=None),
    public(9, Nom="Le Zèbre", Thème="Logement"),
    public(10, Nom="Abri {{ 7*7 }} {% raise %}", Thème="Logement"),
    public(
        11,
        Nom="@telier \\22 ; } body { display: none }",
        Thème="Logement",
        Description="</style><script>alert(1)</script>",
    ),
]
CONTACTS = [
    {
        "Fiche": 214,
        "Libellé": "Permanence",
        "Personne": "Zoé Secrète",
        "Fonction": "référente",
        "Téléphone": "02 555 77 01",
        "Usage": "Donner",
    },
    {
        "Fiche": 214,
        "Libellé": "Ligne directe",
        "Personne": "Ali Discret",
        "Téléphone": "02 555 77 02",
        "Usage": "Transférer",
    },
    {"Fiche": 214, "Personne": "Eva Cachée", "E-mail": "eva@interne.example", "Usage": "Interne"},
]
THEMES = [{"Nom": "Logement", "Ordre": 2, "Couleur": "#0B6E4F"}, {"Nom": "Emploi", "Ordre": 1, "Couleur": "#1D4E89"}]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    workbook = make_workbook(folder / "annuaire.xlsx", {"Fiches": FICHES, "Contacts": CONTACTS, "Thèmes": THEMES})
    assert (
        run(["--lang", "fr", "build", str(workbook), "--edition", "2026-11", "--output", str(folder / "output")]) == 0
    )
    return folder / "output" / "2026-11"


@pytest.fixture(scope="module", params=["interne", "public"])
def pdf_path(request: pytest.FixtureRequest, edition: Path) -> Path:
    return edition / f"annuaire-2026-11-{request.param}.pdf"


@pytest.fixture
def pdf(pdf_path: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pdf_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def internal(edition: Path) -> Path:
    return edition / "annuaire-2026-11-interne.pdf"


@pytest.fixture(scope="module")
def public_pdf(edition: Path) -> Path:
    return edition / "annuaire-2026-11-public.pdf"


def test_qpdf_finds_nothing_to_say(pdf_path: Path) -> None:
    assert subprocess.run(["qpdf", "--check", str(pdf_path)], check=False, capture_output=True).returncode == 0


def test_every_page_says_who_may_read_it_and_which_page_of_how_many_it_is(pdf_path: Path) -> None:
    pages = page_texts(pdf_path)
    word = "INTERNE – ne pas diffuser" if "interne" in pdf_path.name else "PUBLIC"
    for number, text in enumerate(pages, 1):
        assert word in flat(text)
        assert f"page {number} / {len(pages)}" in flat(text)
        assert "novembre 2026 (2026-11)" in flat(text)
        assert "31/12/2026" in flat(text)


def test_fiches_stand_in_theme_and_alphabetical_order(pdf: pikepdf.Pdf, pdf_path: Path) -> None:
    titles = [(depth, title) for depth, title in outline(pdf) if depth < 2]
    suspended = [(1, "Élan, cellule interne")] if "interne" in pdf_path.name else []
    assert (
        titles[1:9]
        == [
            (0, "Emploi"),
            (1, "Agence locale pour l’emploi du Canal (ALE-C)"),
            *suspended,
            (0, "Logement"),
            (1, "Abri {{ 7*7 }} {% raise %}"),
            (1, "écluse (L’)"),
            (1, "@telier \\22 ; } body { display: none }"),
            (1, "Le Zèbre"),
            *([(0, "Index A-Z")] if not suspended else []),
        ][: len(titles[1:9])]
    )


def test_the_internal_edition_says_what_may_be_done_with_each_contact_point(internal: Path) -> None:
    text = flat(" ".join(page_texts(internal)))
    assert "02 555 01 40 accueil ◆ Donner" in text
    assert "02 555 01 41 poste 12" in text
    assert "02 555 77 02 Ligne directe, Ali Discret → Transférer" in text
    assert "eva@interne.example Eva Cachée × Interne" in text
    assert "Consigne Transférer si le dossier est ouvert" in text
    assert "Message Nom et numéro de dossier" in text
    assert "Suspendu : ne pas orienter" in text
    assert "▲ à confirmer · vérifié 01/2024" in text
    assert "✓ vérifié 10/2026" in text
    assert "Fermé le 24 (24/12/2026 – 24/12/2026)" in text
    assert "Zénith" not in text


def test_the_public_edition_holds_what_may_be_given_and_nothing_else(public_pdf: Path) -> None:
    text = flat(" ".join(page_texts(public_pdf)))
    for shown in (
        "02 555 01 40",
        "accueil@ale-canal.example",
        "02 555 77 01",
        "Permanence",
        "Quai du Canal 12, 1000 Bruxelles",
        "lu-ve 9:00-12:00",
    ):
        assert shown in text
    with pikepdf.open(public_pdf) as pdf:
        everything = decoded_objects(pdf) + text.encode()
    for hidden in (
        "Secrète",
        "référente",
        "Discret",
        "555 77 02",
        "Eva",
        "interne.example",
        "dossier est ouvert",
        "réservée",
        "Élan",
        "Donner",
    ):
        assert hidden not in text
        assert hidden.encode() not in everything
    assert "Voir aussi" not in text


def test_every_index_entry_leads_to_its_fiche_and_prints_its_page(pdf: pikepdf.Pdf, pdf_path: Path) -> None:
    first_index_page = destinations(pdf)["index"][0]
    lines = re.findall(r"n° (\d+) (\d+)", flat(" ".join(page_texts(pdf_path)[first_index_page - 1 :])))
    places = destinations(pdf)
    targets = [link.target for link in links(pdf) if link.page >= first_index_page and link.target]
    assert len(targets) == len(lines) >= 8
    assert sorted(targets) == sorted(places[f"fiche-{number}"] for number, _page in lines)
    assert all(int(page) == places[f"fiche-{number}"][0] for number, page in lines)
    text = flat(" ".join(page_texts(pdf_path)[first_index_page - 1 :]))
    assert f"ALE-C voir Agence locale pour l’emploi du Canal · n° 214 {places['fiche-214'][0]}" in text
    assert "Werkwinkel van het Kanaal voir Agence" in text
    assert "Job House voir" in text


def test_each_fiche_has_a_named_destination_at_its_name(pdf: pikepdf.Pdf, pdf_path: Path) -> None:
    places = destinations(pdf)
    with pypdfium2.PdfDocument(pdf_path) as document:
        for number, name in ((214, "Agence locale"), (9, "Le Zèbre")):
            page, height = places[f"fiche-{number}"]
            text = document[page - 1].get_textpage()
            search = text.search(name, match_case=True)
            tops = []
            while found := search.get_next():
                tops.append(text.get_charbox(found[0])[3])
            assert any(0 <= height - top < 8 for top in tops), (tops, height)


@pytest.mark.parametrize(("language", "word"), [("fr", "poste"), ("nl", "toestel")])
def test_the_number_index_tells_extensions_apart(tmp_path: Path, language: str, word: str) -> None:
    """Each has a line of its own after the number itself, short ones first, to look up what a display shows."""
    numbers = "02 555 01 41 poste 200 ; 02 555 01 41 poste 9 ; 02 555 01 41"
    workbook = make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": [fiche(1, Nom="Le Relais", Téléphone=numbers)]})
    (tmp_path / "fiche.toml").write_text(f'[edition]\nlang = "{language}"\n', "utf-8")
    output = tmp_path / "output"
    assert run(["build", str(workbook), "--edition", "2026-11", "--format", "pdf", "--output", str(output)]) == 0
    path = output / "2026-11" / "annuaire-2026-11-interne.pdf"
    with pikepdf.open(path) as pdf:
        page = destinations(pdf)["numbers"][0]
    lines = re.findall(r"02 555 01 41(?: \w+ \d+)? Le Relais", flat(page_texts(path)[page - 1]))
    assert lines == [f"02 555 01 41{extension} Le Relais" for extension in ("", f" {word} 9", f" {word} 200")]


def test_links_call_write_and_open(pdf: pikepdf.Pdf) -> None:
    uris = {link.uri for link in links(pdf) if link.uri}
    assert {
        "tel:+3225550140",
        "tel:+3225550141;ext=12",
        "mailto:accueil@ale-canal.example",
        "https://ale-canal.example/infos",
    } <= uris
    assert all(re.match(r"(https?|mailto|tel):", uri) for uri in uris)


def test_reporting_a_mistake_is_one_click_with_the_fiche_and_the_edition_filled_in(internal: Path) -> None:
    with pikepdf.open(internal) as pdf:
        reports = [
            link.uri
            for link in links(pdf)
            if link.uri.startswith("mailto:annuaire@contact.example?subject=Fiche%20214")
        ]
    assert len(reports) == 1
    assert "2026-11" in reports[0]
    assert "%0D%0A" in reports[0]


def test_only_our_fonts_are_in_the_file(pdf: pikepdf.Pdf) -> None:
    fonts = {
        str(font.BaseFont).split("+")[-1] for page in pdf.pages for font in page.Resources.get("/Font", {}).values()
    }
    assert fonts
    assert all(name.startswith("SourceSansPro") for name in fonts), fonts


def test_metadata_tells_title_audience_language_and_nothing_of_the_machine(pdf: pikepdf.Pdf, pdf_path: Path) -> None:
    assert "novembre 2026" in str(pdf.docinfo["/Title"])
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261101")
    assert str(pdf.Root.Lang) == "fr"
    everything = decoded_objects(pdf)
    assert b"file:" not in everything
    assert str(pdf_path.parents[2]).encode() not in everything
    assert str(Path.home()).encode() not in everything
    assert pdf_path.read_bytes().count(b"%%EOF") == 1


def test_names_and_phones_are_found_by_a_second_reader(pdf_path: Path) -> None:
    with pypdfium2.PdfDocument(pdf_path) as document:
        pages = [page.get_textpage() for page in document]
        for words in ("Agence locale pour l’emploi du Canal", "ALE-C", "02 555 01 40", "accueil@ale-canal.example"):
            assert any(page.search(words).get_next() for page in pages), words


def test_hostile_text_comes_out_as_text(pdf_path: Path) -> None:
    text = flat(" ".join(page_texts(pdf_path)))
    assert "Abri {{ 7*7 }} {% raise %}" in text
    assert "<b>ateliers</b> & plus" in text
    assert "</style><script>alert(1)</script>" in text
    assert "@telier \\22 ; } body { display: none }" in text


def test_the_same_workbook_and_edition_give_the_same_bytes_on_any_day(
    edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798000000")
    workbook = edition.parents[1] / "annuaire.xlsx"
    assert run(["--lang", "nl", "-q", "build", str(workbook), "--edition", "2026-11", "--output", str(tmp_path)]) == 0
    for path in edition.iterdir():
        assert (tmp_path / "2026-11" / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_fiche_taller_than_a_page_is_printed_whole(tmp_path: Path) -> None:
    description = "\n".join(f"ligne {number} fin" for number in range(150))
    fiches = [public(1, Nom="Court"), public(2, Nom="Long", Description=description)]
    workbook = make_workbook(tmp_path / "annuaire.xlsx", {"Fiches": fiches})
    options = ["--edition", "2026-11", "--output", str(tmp_path), "--audience", "public", "--format", "pdf"]
    assert run(["-q", "build", str(workbook), *options]) == 0
    text = flat(" ".join(page_texts(tmp_path / "2026-11" / "annuaire-2026-11-public.pdf")))
    assert all(f"ligne {number} fin" in text for number in range(150))


def test_what_is_too_long_for_its_place_is_shortened_and_its_link_is_whole(tmp_path: Path) -> None:
    site = f"https://www.exemple.example/{'chemin/' * 20}fin"
    theme = "Accompagnement des personnes en recherche d’emploi de longue durée"
    fiches = [
        fiche(
            1,
            Nom="Un nom fort long qui ne tiendrait jamais en tête de page",
            Thème=theme,
            Site_web=site,
            Voir_aussi="1",
        )
    ]
    twice = {"Fiche": 1, "Téléphone": "02 555 77 88"}
    contacts = [{"Fiche": 1, "Personne": "Anne Untel"}, twice, twice]
    workbook = make_workbook(
        tmp_path / "annuaire.xlsx", {"Fiches": fiches, "Contacts": contacts, "Thèmes": [{"Nom": theme}]}
    )
    options = ["--edition", "2026-11", "--output", str(tmp_path), "--audience", "internal", "--format", "pdf"]
    assert run(["-q", "build", str(workbook), *options]) == 0
    path = tmp_path / "2026-11" / "annuaire-2026-11-interne.pdf"
    text = flat(" ".join(page_texts(path)))
    assert "Un nom fort long qui ne tiendrait…" in text
    assert "Accompagnement des personnes en recherche d’emploi de…" in text
    assert site.removeprefix("https://") not in text
    assert "Anne Untel" in text
    assert flat(" ".join(page_texts(path)[:-2])).count("02 555 77 88") == 1
    assert "Voir aussi" not in text
    with pikepdf.open(path) as pdf:
        assert site in {link.uri for link in links(pdf)}
