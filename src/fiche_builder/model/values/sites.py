"""Parsing the web addresses of a cell."""

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit, urlunsplit

import idna

from fiche_builder.common.text import tidy_lines
from fiche_builder.model.values.cells import split_cell
from fiche_builder.model.values.parsed import Parsed, Remark
from fiche_builder.workbook.raw import RawValue

_SEPARATOR = re.compile(r"\s*[;\n|]\s*|\s+/\s+|,\s*(?=https?:|www\.)", re.IGNORECASE)
_WEAK_SEPARATORS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (r"\s+(?:ou|et|of|en|or|and)\s+", r"\s*,\s+", r"\s+(?=https?://|www\.)")
)
"""These signs separate addresses only if each part has a dot: they may also occur in a label."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*)\s*:(?!\d+(?:/|$))", re.IGNORECASE)
_BROKEN_SCHEME = re.compile(r"^(https?)\s*[:;.,]?\s*/{0,3}\s*(?=[^\s/])", re.IGNORECASE)
_ALLOWED = ("http", "https")
_UNSAFE = re.compile(r"[\s<>\"\\^`{|}\x00-\x20]")
_MAX_LENGTH = 2_000
_SAYS_ADDRESS = re.compile(r"https?://|[^/\s]+:[0-9]+(?:/|$)", re.IGNORECASE)
_WEB_NAME = re.compile(r"\.(?:[^\W\d_]{2,}|xn--[a-z0-9\-]+)$")
_LABEL_SIGNS = re.compile(r"[<>()\[\]{}|]+|\s:|:\s|:(?=https?://|www\.)", re.IGNORECASE)
_EDGES = " .,;:'’`*-–_"
_LOOSE_BLANK = re.compile(r"\s+(?=[.:/])|(?<=[:/])\s+|(?<=\.)\s+(?=[a-z])|(?<=[wW]\.)\s+")
"""A blank beside a sign of the address: https ://www.relais .be"""


def parse_sites(value: RawValue) -> Parsed[tuple[str, ...]]:
    """Read the web addresses of a cell. An address without a scheme is taken as https.

    The host of an intranet has no dot. It is read only if something else shows that it is an address, and `check`
    judges it.
    """
    return _parse_text(tidy_lines(str(value)))


def parse_intranet(value: RawValue) -> Parsed[str]:
    """Read one web address, which may be on an intranet.

    Host names without a dot are accepted, if something else shows that the text is an address.
    """
    text = tidy_lines(str(value))
    url, code = _validate(text, allows=(lambda _name: True) if "/" in text else _is_web_name)
    return Parsed(url) if url else Parsed("", (Remark(code, text, suggestion=_suggest(text)),))


@lru_cache(maxsize=100_000)
def _parse_text(text: str) -> Parsed[tuple[str, ...]]:
    found: dict[str, None] = {}
    remarks: list[Remark] = []
    for part in split_cell(text, _SEPARATOR, _WEAK_SEPARATORS, lambda bit: "." in bit.strip(_EDGES)):
        url, code = _validate(part, allows=_is_any_name if _SAYS_ADDRESS.match(part) else _is_web_name)
        if url:
            found.setdefault(url)
        else:
            # "Site : www.relais.be" begins with a label, not with a scheme that could be dangerous.
            suggestion = _suggest(part)
            remarks.append(Remark("url-invalid" if suggestion else code, part, suggestion=suggestion))
    return Parsed(tuple(found), tuple(remarks))


def _is_web_name(name: str) -> bool:
    return _WEB_NAME.search(name) is not None


def _is_any_name(name: str) -> bool:
    return "." not in name or _is_web_name(name)


def _validate(text: str, *, allows: Callable[[str], bool] = _is_web_name) -> tuple[str, str]:
    """Return (normal form, "") or ("", code of the finding)."""
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].casefold() not in _ALLOWED and "." not in scheme[1]:
        return "", "url-scheme"
    if len(text) > _MAX_LENGTH or _UNSAFE.search(text) or "@" in text.partition("?")[0]:
        return "", "url-invalid"
    try:
        parts = urlsplit(text if scheme else f"https://{text}")
        host = _normal_host(parts.hostname or "", allows)
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return "", "url-invalid"
    if not host or parts.scheme not in _ALLOWED:
        return "", "url-invalid"
    return urlunsplit((parts.scheme, host + port, parts.path, parts.query, parts.fragment)), ""


def _normal_host(host: str, allows: Callable[[str], bool]) -> str:
    """Return the host in ASCII (IDNA 2008), or "" if it cannot be a host.

    `allows` judges names, not IP addresses.
    """
    try:
        return f"[{ip_address(host)}]" if ":" in host else str(ip_address(host))
    except ValueError:
        pass
    name = host.rstrip(".")
    if not name or not allows(name):
        return ""
    if re.fullmatch(r"[a-z0-9_\-]+(\.[a-z0-9_\-]+)*", name):
        return name if all(len(label) <= 63 for label in name.split(".")) else ""  # noqa: PLR2004 (RFC 1035)
    return idna.encode(name, uts46=True).decode("ascii")


def _suggest(text: str) -> str:
    """Return the one address that was probably meant, or "" if there are several or none is valid."""
    # Words are never joined to an address: blanks are removed only where a single word is left.
    mended = _repair(_LOOSE_BLANK.sub("", text.strip(_EDGES)))
    if " " not in mended and (url := _validate(mended.replace(",", "."))[0]):
        return url
    words = (_repair(word.strip(_EDGES).lstrip("/")) for word in _LABEL_SIGNS.sub(" ", text).split())
    meant = {_validate(word)[0] for word in words if "." in word} - {""}
    return meant.pop() if len(meant) == 1 else ""


def _repair(text: str) -> str:
    """Return text with the scheme it seems to have been meant to begin with."""
    match = _BROKEN_SCHEME.match(text)
    return f"{match[1].lower()}://{text[match.end() :]}" if match else text
