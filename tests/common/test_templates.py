"""Templates print what they are given, escaped, in a language; they can neither decide nor reach out."""

from pathlib import Path

import pytest

from fiche_builder.common import resources, templates
from fiche_builder.common.errors import ConfigError, InstallationError
from fiche_builder.common.templates import render_slug, render_template


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates of our own."""
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    monkeypatch.setattr(templates, "_environment", templates._environment.__wrapped__)  # noqa: SLF001 (no cache between tests)
    return tmp_path / "templates"


def test_every_value_is_escaped(folder: Path) -> None:
    (folder / "a.html").write_text("<p title='{{ copy.text }}'>{{ copy.text }}</p>", encoding="utf-8")
    assert render_slug("a.html", "fr", {"text": "<b>'&"}) == "<p title='&lt;b&gt;&#39;&amp;'>&lt;b&gt;&#39;&amp;</p>"


def test_words_are_those_of_the_language_asked_for(folder: Path) -> None:
    (folder / "a.html").write_text('{{ _("page") }} {{ number }}', encoding="utf-8")
    assert [render_template("a.html", language, number=4) for language in ("fr", "nl", "en")] == [
        "page 4",
        "pagina 4",
        "page 4",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{{ copy.nom }}",
        "{% if %}",
        "{{ copy.__class__.__mro__ }}",
        '{% include "missing.html" %}',
        '{% include "/etc/hostname" %}',
        '{% include "../secret.txt" %}',
    ],
)
def test_a_template_that_cannot_be_used_is_named(folder: Path, text: str) -> None:
    (folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "a.html").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"template “"):
        render_slug("a.html", "en", {"name": "x"})


def test_a_template_of_ours_that_is_gone_is_a_damaged_installation(folder: Path) -> None:
    assert folder.is_dir()
    with pytest.raises(InstallationError, match=r"“gone.html”, a file of fiche-builder itself"):
        render_slug("gone.html", "en", {"name": "x"})
