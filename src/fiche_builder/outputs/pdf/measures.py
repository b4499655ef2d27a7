"""The measures of a page, which designers may change: `templates/pdf/mesures.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from fiche_builder.common.errors import ConfigError
from fiche_builder.common.i18n import _
from fiche_builder.common.resources import templates_folder

_NAME = "mesures.toml"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a part. Lengths are in millimetres."""

    count: int
    gap: float
    width: float


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths in millimetres, from the top left corner of the paper."""

    page_width: float
    page_height: float
    top: float
    bottom: float
    left: float
    right: float
    head: float
    foot: float
    tab_width: float
    tab_height: float
    columns: dict[str, Columns]

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.page_width - self.left - self.right

    @property
    def text_height(self) -> float:
        """The height between the margins, which is the most that a column can have."""
        return self.page_height - self.top - self.bottom


@cache
def read_measures() -> Measures:
    """Read the measures, and check that a page can be made from them."""
    path = templates_folder("pdf") / _NAME
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        page, furniture, tabs = raw["page"], raw["furniture"], raw["tabs"]
        text_width = page["width"] - page["left"] - page["right"]
        measures = Measures(
            page_width=page["width"],
            page_height=page["height"],
            top=page["top"],
            bottom=page["bottom"],
            left=page["left"],
            right=page["right"],
            head=furniture["head"],
            foot=furniture["foot"],
            tab_width=tabs["width"],
            tab_height=tabs["height"],
            columns={name: _columns(columns, text_width) for name, columns in raw["columns"].items()},
        )
        narrowest = min(columns.width for columns in measures.columns.values())
        if (
            not all(name in measures.columns for name in ("fiches", "index", "essentials", "changes"))
            or not narrowest >= _NARROWEST  # nor is it a number (`nan`)
        ):
            raise ValueError(_("its columns are missing or too narrow"))  # noqa: TRY301 (all that is wrong with the file is said below)
        if not measures.text_height >= _LOWEST:
            raise ValueError(_("its margins leave no room"))  # noqa: TRY301
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            _("The measures of the page in “%(name)s” cannot be used: %(reason)s.") % {"name": _NAME, "reason": error},
            _("Correct it, or take the program's own file again."),
        ) from None
    return measures


_NARROWEST = 30
_LOWEST = 60
"""Millimetres."""


def _columns(raw: dict[str, Any], text_width: float) -> Columns:
    if not isinstance(raw["count"], int) or raw["count"] < 1:
        raise ValueError(_("its columns are missing or too narrow"))
    return Columns(raw["count"], raw["gap"], (text_width - (raw["count"] - 1) * raw["gap"]) / raw["count"])
