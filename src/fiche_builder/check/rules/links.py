"""The sites of fiches, if they were asked: see `fiche_builder.check.sites`."""

from collections.abc import Container, Iterator, Mapping
from urllib.parse import urlsplit

from fiche_builder.check.findings import Context, Hit, Severity, printed_fiches, rule, shown
from fiche_builder.check.sites.answers import AnswerKind, LinkAnswer, address_to_ask
from fiche_builder.common.config import Config
from fiche_builder.common.i18n import _
from fiche_builder.model.tables import Book, Place, Row, Table
from fiche_builder.model.values.domains import is_internal_host


def sites_to_ask(book: Book, config: Config) -> tuple[str, ...]:
    """Return the addresses of the sites of printed fiches, each once, without those on the intranet."""
    domains = config.privacy.internal_domains
    urls = (url for _table, row in printed_fiches(book) for url in row.value("sites", tuple) or ())
    return tuple(
        dict.fromkeys(
            address_to_ask(url) for url in urls if not is_internal_host(urlsplit(url).hostname or "", domains)
        )
    )


@rule("link-dead", Severity.WARNING)
def link_dead(book: Book, context: Context) -> Iterator[Hit]:
    """A site that no longer leads anywhere."""
    words = {
        AnswerKind.NOT_FOUND: _("the site has no such page (404)"),
        AnswerKind.GONE: _("the site has taken the page away (410)"),
        AnswerKind.ERROR_PAGE: _("only an error page is left"),
        AnswerKind.NO_NAME: _("there is no site of this name"),
        AnswerKind.REFUSED: _("nobody answers there (connection refused)"),
        AnswerKind.CIRCLE: _("the site sends its visitors round in circles"),
        AnswerKind.NO_PAGE: _("the site passes on to something that is no web address"),
    }
    hint = _("Look for the new address (search engine, or call), or take the site off the fiche.")
    yield from _hits(book, context, words, _("“%(url)s” leads nowhere: %(reason)s."), hint)


@rule("link-certificate", Severity.WARNING)
def link_certificate(book: Book, context: Context) -> Iterator[Hit]:
    """A site about which browsers warn their users."""
    words = {
        AnswerKind.EXPIRED: _("has expired"),
        AnswerKind.NOT_YET_VALID: _("is not valid yet"),
        AnswerKind.OTHER_HOST: _("is that of another site"),
        AnswerKind.SELF_SIGNED: _("was issued only by the site itself"),
        AnswerKind.UNKNOWN_AUTHORITY: _("was issued by somebody this machine does not know"),
        AnswerKind.OTHER_CERTIFICATE: _("is not in order"),
    }
    hint = _("Open it in the browser. If it warns you too, tell the organisation: callers will not dare to go on.")
    yield from _hits(book, context, words, _("“%(url)s”: the certificate of the site %(reason)s."), hint)


@rule("link-moved", Severity.INFO)
def link_moved(book: Book, context: Context) -> Iterator[Hit]:
    """A site that permanently redirects to another address."""
    for table, row, url, others, answer in _asked(book, context, (AnswerKind.MOVED, AnswerKind.MOVED_TO_HOME)):
        fragment = urlsplit(url).fragment
        new = f"{answer.address}#{fragment}" if fragment else answer.address
        if answer.kind is AnswerKind.MOVED_TO_HOME:
            message = _("“%(url)s” now leads to the home page of %(site)s only; the page itself is probably gone.")
            hint = _("Look for the page from there, and copy its address; or write: %(new)s")
        else:
            message = _("“%(url)s” has moved for good.")
            hint = _("Write instead: %(new)s")
        words = {"url": url, "site": urlsplit(new).hostname or "", "new": new}
        yield Hit(table.place(row, "sites"), shown(row, "sites"), message % words, hint % words, others)


@rule("link-unsure", Severity.INFO)
def link_unsure(book: Book, context: Context) -> Iterator[Hit]:
    """A site that gave no clear answer, neither the first time nor the second."""
    words = {
        AnswerKind.SERVER_ERROR: _("the site is out of order (%(status)d)"),
        AnswerKind.BUSY: _("the site wants to be asked less often"),
        AnswerKind.SLOW: _("the site did not answer in time"),
        AnswerKind.BROKEN: _("the site hung up, or its answer makes no sense"),
        AnswerKind.UNREACHABLE: _("the site cannot be reached"),
        AnswerKind.NAME_UNSURE: _("the name of the site could not be looked up"),
        AnswerKind.NO_ENCRYPTION: _("no secure connection could be made"),
        AnswerKind.PROXY: _("the proxy of this machine does not let it through"),
        AnswerKind.TOO_FAR: _("the site passes on again and again"),
        AnswerKind.WANTS_COOKIES: _("the site sends visitors without cookies round in circles"),
    }
    hint = _("Open it in the browser, or ask again another day: fiche check --links")
    yield from _hits(book, context, words, _("“%(url)s” could not be checked: %(reason)s."), hint)


def _hits(book: Book, context: Context, words: Mapping[AnswerKind, str], message: str, hint: str) -> Iterator[Hit]:
    for table, row, url, others, answer in _asked(book, context, words):
        said = message % {"url": url, "reason": words[answer.kind] % {"status": answer.status}}
        way = _(" It passes on to “%(address)s”.") % {"address": answer.address} if answer.address else ""
        yield Hit(table.place(row, "sites"), shown(row, "sites"), said + way, hint, others)


def _asked(
    book: Book, context: Context, kinds: Container[AnswerKind]
) -> Iterator[tuple[Table, Row, str, tuple[Place, ...], LinkAnswer]]:
    """Yield each link with one of these answers, where it first occurs, with the other cells that hold it."""
    cells: dict[str, list[tuple[Table, Row]]] = {}
    for table, row in printed_fiches(book):
        for url in row.value("sites", tuple) or ():
            answer = context.links.get(address_to_ask(url))
            if answer and answer.kind in kinds:
                cells.setdefault(url, []).append((table, row))
    for url, ((table, row), *others) in cells.items():
        places = tuple(table.place(row, "sites") for table, row in others)
        yield table, row, url, places, context.links[address_to_ask(url)]
