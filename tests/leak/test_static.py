"""The program's own words are no evidence, in whatever language and format they stand."""

import io
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pikepdf
import pytest

from fiche_builder.common.i18n import LANGUAGES, translations
from fiche_builder.leak.evidence import Evidence, Secret, collect
from fiche_builder.leak.extract import EXTRACTORS
from fiche_builder.leak.normalise import words
from fiche_builder.leak.search import Searcher
from fiche_builder.leak.static import static_texts
from fiche_builder.outputs.formats import FORMATS
from fiche_builder.workbook.reader import read_workbook
from tests.conftest import WorkbookMaker
from tests.making.canaries import build
from tests.making.workbooks import public


def test_every_sentence_of_the_catalogues_is_known_in_every_language() -> None:
    known = set(static_texts())
    said = {translations(language).gettext("What changed") for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert said <= known


@pytest.mark.parametrize("text", ["novembre", "zaterdag", "StructTreeRoot", "running-head"])
def test_months_days_the_words_of_pdf_and_of_templates_are_no_evidence(text: str) -> None:
    secret = Evidence((Secret("S!A1", text),), ())
    assert Searcher(secret, ()).search(text).keys() == {"S!A1"}
    assert Searcher(secret, static_texts()).search(text).keys() == set()


FULL = {
    "Sigle": "ZQ", "Nom (nl)": "Zq", "Autres appellations": "Zz", "Description": "Zq", "Description (nl)": "Zq",
    "Public visé": "Zq", "Conditions d'accès": "Zq", "E-mail": "zq@zq.be", "Site web": "zq.be", "Adresse": "Zq",
    "Code postal": "1000", "Commune": "Zq", "Horaires": "Zq", "Langues": "FR NL", "Avis": "Zq", "Voir aussi": "2",
    "Téléphone": "02 555 77 70 (zq)",
}  # fmt: skip
CONTACTS = [{"Fiche": 1, "Libellé": "fax", "Téléphone": "02 555 77 77 poste 12", "Usage": "Donner"}]
DRAWN_BY_LOT = re.compile(rb"\b[A-Z]{6}\+|sha256-[\w+/=]+|<f{4}>|\nID\n.{16,200}?\nInfo\n", re.DOTALL)
"""Names of cut fonts, hashes, and the identifier of a PDF."""


def identity(content: bytes, name: str) -> str:
    """Return a PDF's own number, which is a hash too, as its readers have it."""
    if name != "pdf":
        return "\0"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return str(pdf.trailer["/ID"][0])


def test_an_edition_says_nothing_but_its_workbook_s_words_and_ours(workbook: WorkbookMaker, tmp_path: Path) -> None:
    """So that no word of a draft or a team raises a false alarm: "Base", "Catégories", "Voice"."""
    path = workbook(Fiches=[{**public(1, Nom="Zq"), **FULL}, public(2)], Contacts=CONTACTS)
    assert build(path, tmp_path / "o", formats=",".join(FORMATS)) == 0
    typed = {word for row in collect(read_workbook(path)).legitimate for word in words(row)}
    own = typed | {word for text in static_texts() for word in words(text)}
    for name in FORMATS:
        content = (tmp_path / "o" / "2026-11" / f"annuaire-2026-11-public.{name}").read_bytes()
        shown = {
            word
            for text in EXTRACTORS[name](content)
            for word in words(DRAWN_BY_LOT.sub(b" ", text.replace(identity(content, name), " ").encode()).decode())
        }
        assert sorted(word for word in shown - own if word.isalpha() and len(word) >= 4) == [], name


@pytest.mark.parametrize("note", ["Base", "Catégories", "Voice", "Version 4", "Version 4.0", "Part 1", "Sect"])
def test_a_draft_may_use_the_words_of_our_formats(note: str, workbook: WorkbookMaker, tmp_path: Path) -> None:
    path = workbook(Fiches=[{**public(1, Nom="Zq"), **FULL}, public(2)], Contacts=CONTACTS, Brouillon=[{"Idées": note}])
    assert build(path, tmp_path / "o", formats="html,vcf,json,pdf") == 0


def test_a_mail_says_nothing_but_its_words_and_ours() -> None:
    """Nor do its headers: a note may say "Alternative"."""
    own = {word for text in static_texts() for word in words(text)}
    letter = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    letter["To"] = letter["From"] = letter["Reply-To"] = "zq@zq.be"
    letter["Date"], letter["Message-ID"], letter["X-Unsent"] = datetime(2026, 11, 30, tzinfo=UTC), "<1@zq.be>", "1"
    letter["Auto-Submitted"], letter["X-Auto-Response-Suppress"] = "auto-generated", "OOF, AutoReply"
    letter.set_content("Zq é\n", cte="quoted-printable")
    letter.add_alternative("<html><body>Zq</body></html>", subtype="html", cte="quoted-printable")
    shown = {word for text in EXTRACTORS["eml"](letter.as_bytes()) for word in words(text)}
    assert sorted(word for word in shown - own if word.isalpha() and len(word) >= 4) == []
