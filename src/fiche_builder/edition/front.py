"""The words around the fiches of an edition: its metadata, its mentions, its last page."""

from dataclasses import dataclass

from fiche_builder.common.dates import day_text
from fiche_builder.common.text import shorten
from fiche_builder.edition.edition import AnyEdition
from fiche_builder.edition.fiche_copy import Translations
from fiche_builder.edition.reporting import mailto
from fiche_builder.edition.wording import UsageMark, edition_line, internal_mention, usage_mark
from fiche_builder.model.columns import Audience
from fiche_builder.model.model import Imprint
from fiche_builder.model.words import Usage


@dataclass(frozen=True, slots=True)
class Meta:
    """What every part of an edition needs: its language, its metadata, and the words at the foot of each page."""

    language: str
    audience: str
    title: str
    author: str
    created: str
    edition_line: str
    footer: str
    mention: str


@dataclass(frozen=True, slots=True)
class LegendMark:
    """A mark and what it means."""

    key: str
    icon: str
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class LastPage:
    """The last page."""

    report: tuple[str, ...]
    report_address: str
    report_uri: str
    report_description: str
    legend: tuple[LegendMark, ...]
    editors: str
    thanks: str
    """The names of colleagues whose suggestions were accepted."""


def build_meta(edition: AnyEdition, language: str, translations: Translations) -> Meta:
    """Return the metadata of an edition. Its dates are those of its month, never the day on which it was made."""
    _ = translations.gettext
    month = edition.id.label(language)
    until = day_text(edition.period.valid_until)
    title = edition.imprint.title
    return Meta(
        language=language,
        audience=edition.audience.value,
        title=f"{title} · {month} · {_audience_word(edition, translations)}",
        author=edition.imprint.organisation,
        created=edition.period.first_day.isoformat(),
        edition_line=edition_line(edition.id, _),
        footer=_("%(title)s · %(month)s (%(edition)s) · valid until %(until)s")
        % {"title": shorten(title, _TITLE_LENGTH), "month": month, "edition": edition.id, "until": until},
        mention=_mention(edition, translations),
    )


def build_last_page(edition: AnyEdition, translations: Translations) -> LastPage:
    """Return the last page.

    It says how to report a mistake, what the marks mean, and, for colleagues, who makes the annuaire.
    """
    _ = translations.gettext
    imprint = edition.imprint
    address = imprint.suggestions_address
    subject = _("Annuaire %(edition)s: a mistake") % {"edition": edition.period}
    meanings = {
        Usage.GIVE: _("You may give this to the caller."),
        Usage.TRANSFER: _("You may connect the caller, never give it."),
        Usage.INTERNAL: _("For colleagues only."),
    }
    usages = (_legend(usage_mark(usage, _), meaning) for usage, meaning in meanings.items())
    always = (
        LegendMark("checked", "✓", _("checked"), _("Month of the last check with the service itself.")),
        LegendMark("overdue", "▲", _("to be confirmed"), _("Checked long ago or never: ask before you rely on it.")),
    )
    report = (
        _("A number is wrong, a service has moved, a name is missing? Tell us: every remark is followed up."),
        _("Say the number of the fiche, what is wrong, what is right, and who says so."),
    )
    return LastPage(
        report=report,
        report_address=address,
        report_uri=mailto(address, subject) if address else "",
        report_description=_("Write to %(address)s") % {"address": address},
        legend=(*usages, *always) if isinstance(imprint, Imprint) else always,
        editors=", ".join(imprint.editors) if isinstance(imprint, Imprint) else "",
        thanks="\u00a0· ".join(shorten(name, _NAME_LENGTH) for name in edition.thanked)
        if isinstance(imprint, Imprint)
        else "",
    )


_NAME_LENGTH = 60
_TITLE_LENGTH = 48
"""The most characters of the title at the foot of a page."""


def _legend(mark: UsageMark, meaning: str) -> LegendMark:
    return LegendMark(mark.key, mark.icon, mark.word, meaning)


def _audience_word(edition: AnyEdition, translations: Translations) -> str:
    return translations.gettext("INTERNAL") if edition.audience is Audience.INTERNAL else translations.gettext("PUBLIC")


def _mention(edition: AnyEdition, translations: Translations) -> str:
    """Return what stands at the foot of every page."""
    if edition.audience is Audience.INTERNAL:
        return internal_mention(translations.gettext)
    return translations.gettext("PUBLIC edition")
