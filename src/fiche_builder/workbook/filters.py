"""Filters that are on, in a sheet or in a table of it.

A file says of a row that it is hidden, and not by what. A row within the range of a filter that is on is hidden by the
filter: Excel shows it again when the filter is cleared.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from fiche_builder.workbook.areas import LAST_COLUMN, LAST_ROW, Area, read_area
from fiche_builder.workbook.markup import OnEnd, OnStart, is_true

_CRITERIA = ("filters", "customFilters", "top10", "dynamicFilter", "colorFilter", "iconFilter")
_MOST = 1_000
"""Filters of a sheet and its tables that are looked at."""
_SHEET = Area(1, 1, LAST_COLUMN, LAST_ROW)


class Filters:
    """The ranges of the filters of a sheet that are on. Give its `starts` and `ends` to the reader of the sheet."""

    def __init__(self) -> None:
        self._on: dict[Area, None] = {}
        self._area: Area | None = None
        self._is_advanced = False
        self._is_in_view = False
        self.starts: Mapping[str, OnStart] = {
            "sheetPr": self._start_sheet,
            "customSheetViews": lambda _attributes: self._look_away(),
            "autoFilter": self._start_filter,
            "filterColumn": self._start_column,
            **dict.fromkeys(_CRITERIA, lambda _attributes: self._set_on()),
        }
        self.ends: Mapping[str, OnEnd] = {"customSheetViews": self._look_back, "autoFilter": self._end_filter}

    def add_table(self, table: Element) -> None:
        """Add the filter of a table, if it is on."""
        found = table.find("autoFilter")
        if found is not None:
            self._start_filter(dict(found.attrib))
            for column in found.iter("filterColumn"):
                self._start_column(dict(column.attrib))
                if len(column):
                    self._set_on()
            self._end_filter()

    def hide(self, row: int) -> bool:
        """Tell whether a filter hides a row that is hidden."""
        # An advanced filter names its range elsewhere.
        areas = self._on or ([_SHEET] if self._is_advanced else [])
        return any(area.top < row <= area.bottom for area in areas)

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        self._is_advanced = is_true(attributes.get("filterMode"))

    def _look_away(self) -> None:
        """Leave out the filters that another person's view of the sheet remembers."""
        self._is_in_view = True

    def _look_back(self) -> None:
        self._is_in_view = False

    def _start_filter(self, attributes: dict[str, str]) -> None:
        self._area = None if self._is_in_view else read_area(attributes.get("ref", ""))

    def _start_column(self, attributes: dict[str, str]) -> None:
        # A column whose button alone is hidden is named as well.
        if not is_true(attributes.get("hiddenButton")) and attributes.get("showButton", "1") not in {"0", "false"}:
            self._set_on()

    def _set_on(self) -> None:
        if self._area and len(self._on) < _MOST:
            self._on[self._area] = None

    def _end_filter(self) -> None:
        self._area = None
