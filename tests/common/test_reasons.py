"""What the system says, in plain words: real errors where they are easily had."""

import errno
import os
from pathlib import Path

import pytest

from fiche_builder.common.i18n import LANGUAGES, SOURCE_LANGUAGE, use_language
from fiche_builder.common.reasons import _BY_NUMBER, reason


def test_a_real_error_in_plain_words(tmp_path: Path) -> None:
    for act, words in (
        ((tmp_path / "x").read_bytes, "it is not there"),
        (tmp_path.read_bytes, "it is a folder"),
        ((tmp_path / ("x" * 300)).read_bytes, "its name is too long"),
        (tmp_path.mkdir, "it is there already"),
    ):
        with pytest.raises(OSError) as caught:  # noqa: PT011 (its words are compared)
            act()
        assert reason(caught.value) == words


def test_what_is_not_known_or_was_said_by_us_stays_as_it_is() -> None:
    assert reason(OSError(errno.ENOTTY, os.strerror(errno.ENOTTY))) == os.strerror(errno.ENOTTY)
    assert reason(OSError(errno.EISDIR, "our own words")) == "our own words"
    assert reason(OSError("no number")) == "no number"


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != SOURCE_LANGUAGE])
def test_every_language_has_them(language: str) -> None:
    english = {number: words() for number, words in _BY_NUMBER.items()}
    use_language(language)
    assert all(words() != english[number] for number, words in _BY_NUMBER.items())
