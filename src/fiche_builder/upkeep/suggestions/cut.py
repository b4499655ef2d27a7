"""What the author of a mail wrote, without what the mail program added.

Mail programs add earlier mails, signatures and the headers of a forward. This is the only module that uses
`mail-parser-reply` (attributions such as "Le … a écrit :", signatures in four languages) and `inscriptis` (HTML to
text). Both get a text whose length and lines are bounded, because their patterns go back and forth in it. Where a
remark could be lost with what they cut, rules of our own decide: "Bedankt, het nieuwe nummer is …" is not a signature.
"""

import re
from dataclasses import dataclass
from html import unescape

from inscriptis import get_text  # type: ignore[import-untyped]
from mailparser_reply import EmailMessage  # type: ignore[import-untyped]

from fiche_builder.upkeep.suggestions.mime import Person, parse_person

_LONGEST = 30_000
"""The most characters of a mail that are read."""
_LONGEST_LINE = 500
_BROKEN = "\u2060"
"""An invisible sign where a long line is broken for the patterns; the line is joined again afterwards."""
_LINES = 2_000
_DEEPEST = 4
"""How many forwards inside each other are opened."""
_LEVELS = 200
"""The deepest nesting of HTML. Deeper HTML is hostile, and is read without its layout."""
_LANGUAGES = ["fr", "nl", "en", "de"]
_FROM = r"de|from|van|von|expéditeur|afzender"
_WHEN = r"envoyé|date|sent|verzonden|datum|gesendet"
_OTHER = (
    r"à|a|pour|to|aan|an|cc|cci|bcc|objet|sujet|subject|onderwerp|betreff|répondre "
    r"à|reply-to|importance|importantie|priorité|prioriteit|"
    r"pièces jointes|attachments|bijlagen|organisation"
)
_LABEL = re.compile(
    rf"[>\s*_]{{0,20}}(?:(?P<from>{_FROM})|(?P<when>{_WHEN})|(?:{_OTHER}))[\s*_]{{0,5}}:[\s*_]{{0,5}}(?P<value>.*)",
    re.IGNORECASE,
)
_FEWEST_LABELS = 3
_FORWARD = re.compile(
    r"[>\s]{0,9}(?:[-_]{2,}\s?)?(?:message transféré|forwarded message|doorgestuurd bericht|weitergeleitete nachricht|"
    r"début du message (?:réexpédié|transféré)\s?:|begin forwarded message:|begin doorgestuurd bericht:|"
    r"anfang der weitergeleiteten nachricht:)\s?(?:[-_]{2,})?\s*",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"[>\s]{0,9}-{2,}\s?(?:message d['’]origine|message original|original message|oorspronkelijk "
    r"bericht|ursprüngliche nachricht)"
    r"\s?-{2,}\s*"
    r"|[>\s]{0,9}_{20,}\s*",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"^((?:> ?)*)(?:Le|Op|On|Am) (?=[^\n]{0,250}\d)[^\n]{5,250}?(?:\n(?:> ?)*[^\n]{0,200}?)?"
    r"(?:a\s?écrit|wrote|schreef|schrieb)(?:\s[^\n]{0,200})?(?:<\n(?:> ?)*[^\n<>]{1,200}>)?\s?:$",
    re.MULTILINE | re.IGNORECASE,
)
_KNOWN_ATTRIBUTION = "On a day somebody wrote:"
"""An attribution that the library knows.

Programs write attributions in many ways. The library lacks those with a name after the verb, and those over two lines.
In French it also takes "Le directeur m'a écrit :" for one, which has no day and is a remark. It is therefore asked in
English only.
"""
_PHONE_SIGNATURE = re.compile(
    r"^(?:envoyé (?:de|depuis|avec|à partir de)|obtenir outlook|télécharger outlook|sent from|get outlook|verzonden "
    r"(?:vanaf|met|vanuit)|"
    r"verstuurd (?:vanaf|met)|outlook voor (?:ios|android)|gesendet (?:von|mit))\b[^\n]{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)
_CLOSING = re.compile(
    r"^(?:(?:bien |très |sincères |meilleures )?(?:cordialement|salutations)|bien à (?:vous|toi)|"
    r"(?:bonne|belle|excellente) (?:journée|soirée)|mvg|(?:met )?(?:vriendelijke|hartelijke|beste) "
    r"groet(?:en)?|groet(?:en|jes)|"
    r"(?:kind|best) regards)\b[^\n\d]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)
_MARK = re.compile(r"^--[ ]?$", re.MULTILINE)
_SIGN_OFF_WORDS = 3
_MARKED_OFF = re.compile(r"\s*(?:--|__|-{20}|_{20})")
_POSTSCRIPT = re.compile(r"^\s*P\.?\s?S\.?\b\s?:?.*", re.MULTILINE | re.DOTALL)
_RULES = re.compile(r"(?:\n[ _-]*)+\Z")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_COVER = re.compile(
    r"(?:bonjour|bonsoir|hello|hallo|dag|beste|pour (?:votre )?info(?:rmation)?|pour suivi|fyi|ter info(?:rmatie)?|"
    r"merci(?: d['’]avance)?|bedankt|voir (?:le (?:mail|message) )?(?:ci-dessous|ci-joint|plus bas)|zie "
    r"(?:hieronder|onder|bijlage)|"
    r"see below|à toutes et tous|à tous)",
    re.IGNORECASE,
)
"""What people write above a mail that they forward when they have nothing to add."""
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BLOCKQUOTE = re.compile(r"<(/?)blockquote\b([^<>]{0,2000})>", re.IGNORECASE)
_CITES = re.compile(r"\b(?:type=[\"']?cite|cite=|class=[\"']?gmail_quote\b(?!\w))", re.IGNORECASE)
"""What programs write into the tag of a quoted mail. People indent their own lines with the same tag."""
_OPEN_CITE, _OPEN, _CLOSE = "\ue000", "\ue001", "\ue002"
_MARKS = re.compile(f"[{_OPEN_CITE}{_OPEN}{_CLOSE}]")


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a mail says. `forwarded_from` is the original author, if a mail was forwarded without added words."""

    text: str
    forwarded_from: Person | None = None


@dataclass(frozen=True, slots=True)
class _HeaderBlock:
    """The headers of an earlier mail inside a text. `start` and `end` count lines."""

    start: int
    end: int
    author: Person
    is_forward: bool


def html_text(html: str) -> str:
    """Return HTML as text, with a `>` before each line that is quoted. Nothing is fetched."""
    if html.count("<") < _LONGEST and _nesting(html) <= _LEVELS:
        try:
            return _quoted_text(str(get_text(_BLOCKQUOTE.sub(_mark, _MARKS.sub("", html)))))
        except (RecursionError, ValueError, ArithmeticError, AttributeError, IndexError):
            pass  # a page on which its parser stumbles is read without its layout
    return unescape(_TAG.sub(" ", html))


def _mark(tag: re.Match[str]) -> str:
    """Return the tag of a quote with a line before it that marks the quote in the text."""
    if tag[1]:
        return f"<p>{_CLOSE}</p>{tag[0]}"
    return f"{tag[0]}<p>{_OPEN_CITE if _CITES.search(tag[2]) else _OPEN}</p>"


def _quoted_text(text: str) -> str:
    """Return the text of a page without indents, with quotes marked as in plain-text mails."""
    lines: list[str] = []
    cites: list[bool] = []
    for line in text.split("\n"):
        for mark in _MARKS.findall(line):
            if mark != _CLOSE:
                cites.append(mark == _OPEN_CITE)
            elif cites:
                cites.pop()
        bare = _MARKS.sub("", line).strip(" ")
        lines.append("> " * sum(cites) + bare)
    return "\n".join(lines)


def own_words(text: str, *, is_forward: bool, ours: frozenset[str] = frozenset()) -> OwnWords:
    """Return what the author wrote or forwards.

    A mail from `ours`, the annuaire's own addresses, never counts as a forwarded remark.
    """
    words = _cut(_prepare(text), 0, ours, is_forward=is_forward)
    return OwnWords(words.text.replace(f"{_BROKEN}\n", " "), words.forwarded_from)


def join_cover(cover: str, passed_on: str, author: Person) -> OwnWords:
    """Return a forwarded mail together with the words above it.

    Whoever adds words is the author. Otherwise an answer to one person would quote the other.
    """
    if not re.search(r"\w", _COVER.sub("", cover)):
        return OwnWords(passed_on, author)
    return OwnWords("\n".join((cover, f"{author}:", passed_on)) if passed_on else cover)


def _prepare(text: str) -> str:
    """Return text in the form that the patterns expect: plain blanks, few empty lines, lines of bounded length."""
    text = text[:_LONGEST].replace("\u00a0", " ").replace("\u202f", " ").replace("\u200b", "").replace("\ufeff", "")
    lines: list[str] = []
    for line in text.split("\n")[:_LINES]:
        rest = line.rstrip() if line != "-- " else line
        while len(rest) > _LONGEST_LINE:
            end = rest.rfind(" ", _LONGEST_LINE // 2, _LONGEST_LINE)
            end = end if end > 0 else _LONGEST_LINE
            lines.append(rest[:end] + _BROKEN)
            rest = rest[end:].lstrip()
        lines.append(rest)
    joined = _BLANK_LINES.sub("\n\n", "\n".join(lines))
    return _ATTRIBUTION.sub(rf"\1{_KNOWN_ATTRIBUTION}", joined)


def _cut(text: str, depth: int, ours: frozenset[str], *, is_forward: bool) -> OwnWords:
    lines = text.split("\n")
    block = _find_block(lines)
    if block is None:
        return OwnWords(_latest(text))
    own = _latest("\n".join(lines[: block.start]))
    is_reply = not (block.is_forward or is_forward) and bool(own)
    if is_reply or depth >= _DEEPEST or block.author.address.casefold() in ours:
        return OwnWords(own)
    rest = lines[block.end :]
    if _is_quoted(rest):
        rest = [line.removeprefix(">").removeprefix(" ") for line in rest]
    inner = _cut("\n".join(rest), depth + 1, ours, is_forward=False)
    return join_cover(own, inner.text, inner.forwarded_from or block.author)


def _is_quoted(lines: list[str]) -> bool:
    written = [line for line in lines if line.strip()]
    return bool(written) and sum(line.startswith(">") for line in written) * 2 > len(written)


def _find_block(lines: list[str]) -> _HeaderBlock | None:
    """Return the first headers of an earlier mail: at least three labels, among them its author and its day."""
    for start, line in enumerate(lines):
        if not _LABEL.match(line):
            continue
        end, found = start, []
        while end < len(lines) and end < start + 30:
            match = _LABEL.match(lines[end])
            if match:
                found.append(match)
            elif not lines[end].strip(" >") or not any(
                _LABEL.match(following) for following in lines[end + 1 : end + 4]
            ):
                break  # a long list of addresses continues on the next line
            end += 1
        author = next((match["value"] for match in found if match["from"]), None)
        if author is not None and len(found) >= _FEWEST_LABELS and any(match["when"] for match in found):
            first, forwards = _above(lines, start)
            return _HeaderBlock(first, end, parse_person(author), forwards)
    return None


def _above(lines: list[str], start: int) -> tuple[int, bool]:
    """Return where the lines of a block begin, and whether they say that it is a forward."""
    for first in range(start - 1, max(-1, start - 4), -1):
        if _FORWARD.fullmatch(lines[first]):
            return first, True
        if _ORIGINAL.fullmatch(lines[first]):
            return first, False
        if lines[first].strip(" >"):
            break
    return start, False


def _latest(text: str) -> str:
    """Return the author's own lines of a text, without the signature.

    They are before the quoted mail, or below it if the author wrote there.
    """
    message = EmailMessage(text=text, languages=["en"], keep_hyphen_lists=True).read()
    own = ""
    answers: list[str] = []
    for reply in message.replies:
        headers, content = reply.headers or "", reply.content
        if headers.endswith(_KNOWN_ATTRIBUTION):
            lines = content.removeprefix(headers).split("\n")
            if not any(line.startswith(">") for line in lines):
                break  # it is not marked line by line, so nobody can tell where it ends
            answers += [line for line in lines if not line.startswith(">") and line.strip()]
        else:
            # Headers that the library takes for an earlier mail, but that are not a full block: "De : 9 h" and "À : 17
            # h" are a remark.
            own += f"\n{content}"
    quoted = sum(line.startswith(">") for line in own.split("\n"))
    # A single such line, without a quoted mail around it, is somebody's "> 18 ans".
    kept = "\n".join(line for line in own.split("\n") if not line.startswith(">")) if quoted > 1 else own
    if kept.strip() and answers and _MARK.match(answers[0]):
        answers = []  # only a signature below the quoted mail
    return "\n\n".join(part for part in (_without_signature(kept), _without_signature("\n".join(answers))) if part)


def _without_signature(text: str) -> str:
    """Return the text without the signature at its end. A postscript below it is kept."""
    text = text.strip()
    found = EmailMessage(text=text, languages=[*_LANGUAGES], keep_hyphen_lists=True).read().replies
    ends = [len(text)]
    if (
        len(found) == 1
        and (signature := found[0].signatures)
        and _is_signature(signature)
        and (start := text.find(signature)) > 0
    ):
        ends.append(start)
    ends += [
        match.start() for pattern in (_MARK, _CLOSING, _PHONE_SIGNATURE) for match in [pattern.search(text)] if match
    ]
    # A first line with nothing above it is no signature: "Bonne journée portes ouvertes".
    end = min((end for end in ends if end), default=0)
    postscript = _POSTSCRIPT.search(text, end)
    kept = f"{text[:end]}\n{_PHONE_SIGNATURE.sub('', postscript[0])}" if postscript else text[:end]
    return _RULES.sub("", _PHONE_SIGNATURE.sub("", kept)).strip()


def _is_signature(text: str) -> bool:
    """Tell whether a text begins like a signature.

    It is marked off, or begins with a line that says farewell and nothing else.
    """
    first = text.strip().partition("\n")[0]
    return bool(_MARKED_OFF.match(text) or _PHONE_SIGNATURE.match(first)) or len(first.split()) <= _SIGN_OFF_WORDS


def _nesting(html: str) -> int:
    """Return roughly how deeply the elements of a page are nested, which is enough to recognise a hostile one."""
    depth = deepest = 0
    for match in re.finditer(r"<(/?)([a-z][a-z0-9:]{0,20})", html, re.IGNORECASE):
        if match[2].casefold() in {"br", "img", "meta", "hr", "link", "input", "p", "li", "td", "tr", "o:p", "col"}:
            continue
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest
