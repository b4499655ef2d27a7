"""WeasyPrint held to our files, our fonts and our idea of a warning."""

import io
import os

import pikepdf
import pytest

from fiche_builder.common.errors import TypesettingError
from fiche_builder.stats.weasy import import_weasyprint, render_document, watched

PAGE = '<html lang="fr"><head><title>T</title>{head}</head><body>{body}</body></html>'


def document(body: str, head: str = "") -> bytes:
    return render_document(PAGE.format(head=head, body=body))


def test_a_document_is_set_in_our_fonts_whatever_it_asks_for() -> None:
    content = document("<p style='font-family: Arial'>Élan 電</p>", "<style>p { font-family: serif }</style>")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = {str(entry.BaseFont).partition("+")[2] for entry in pdf.objects if "/BaseFont" in keys(entry)}
    assert fonts
    assert all(name.startswith(("Source-Sans", "Annuaire")) for name in fonts), fonts
    assert content == document("<p style='font-family: Arial'>Élan 電</p>", "<style>p { font-family: serif }</style>")


def keys(thing: object) -> set[str]:
    return set(thing.keys()) if isinstance(thing, pikepdf.Dictionary) else set()


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://x.example/a.png" alt="x">',
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="../../pyproject.toml" alt="x">',
    ],
)
def test_nothing_outside_our_folders_is_fetched(body: str) -> None:
    with pytest.raises(TypesettingError):
        document(body)


def test_a_warning_is_an_error_and_none_is_none() -> None:
    with pytest.raises(TypesettingError, match="unknown-property"):
        document("<p>x</p>", "<style>p { unknown-property: 1 }</style>")
    with watched():
        pass


def test_the_machine_s_own_configuration_of_fonts_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/somewhere/fonts.conf")
    import_weasyprint()
    assert os.environ["FONTCONFIG_FILE"] == "/somewhere/fonts.conf"
    monkeypatch.delenv("FONTCONFIG_FILE")
    import_weasyprint()
    assert "FONTCONFIG_FILE" not in os.environ
