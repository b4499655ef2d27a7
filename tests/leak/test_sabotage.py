"""Whoever puts an internal value into a public file, wherever and however, publishes nothing."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from fiche_builder.common.errors import LeakError
from fiche_builder.leak.gate import Candidate, Gate, refuse_leaks
from fiche_builder.workbook.reader import read_workbook
from tests.making.canaries import build
from tests.making.sabotage import INSIDE, PHONE, SABOTAGES
from tests.making.workbooks import fiche, make_workbook, public

FORMATS = "pdf,html,vcf,json"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Gate, dict[str, bytes]]:
    """A gate, and the sound public files of its workbook by extension."""
    folder = tmp_path_factory.mktemp("sabotage")
    rows = [
        public(1, Nom="Le Relais", Description="Accueil", **INSIDE),
        public(2, Nom="Point Info", **{"Autorisé par": "QZK"}),
        fiche(3),
    ]
    contacts = [{"Fiche": 1, "Libellé": "Bureau", "Téléphone": PHONE, "Usage": "Transférer"}]
    path = make_workbook(folder / "annuaire.xlsx", {"Fiches": rows, "Contacts": contacts})
    assert build(path, folder, formats=FORMATS) == 0
    files = {
        extension: (folder / "2026-11" / f"annuaire-2026-11-public.{extension}").read_bytes()
        for extension in FORMATS.split(",")
    }
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["To"], message["Subject"], message["X-Unsent"] = "info@relais.example", "Annuaire", "1"
    message.set_content("Le Relais\n", cte="quoted-printable")
    message.add_alternative("<html><body>Le Relais</body></html>", subtype="html", cte="quoted-printable")
    return Gate(read_workbook(path)), files | {"eml": message.as_bytes()}


def inspect(gate: Gate, extension: str, content: bytes) -> None:
    """Let a public file pass, or raise; a mail is no file of an edition, and hygiene has no eye for it."""
    if extension == "eml":
        refuse_leaks(gate.find_leaks("x.eml", extension, content))
    else:
        gate.inspect([Candidate(f"x.{extension}", extension, content, is_public=True)])


@pytest.mark.parametrize("extension", SABOTAGES)
def test_a_sound_file_passes(extension: str, sound: tuple[Gate, dict[str, bytes]]) -> None:
    inspect(sound[0], extension, sound[1][extension])


@pytest.mark.parametrize(
    ("extension", "name"), [(extension, name) for extension in SABOTAGES for name in SABOTAGES[extension]]
)
def test_a_sabotaged_file_does_not(extension: str, name: str, sound: tuple[Gate, dict[str, bytes]]) -> None:
    content = SABOTAGES[extension][name](sound[1][extension])
    assert content != sound[1][extension]
    with pytest.raises(LeakError):
        inspect(sound[0], extension, content)
