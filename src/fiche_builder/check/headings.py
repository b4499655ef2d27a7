"""What is said of many findings of one code at a time, where each of them cannot be told."""

from fiche_builder.common.i18n import _


def heading(code: str, count: int, example: str) -> str:
    """Return one sentence for a number of findings of a code, or else their number and an example."""
    said = headings().get(code)
    if said:
        return said % {"count": count}
    return _("%(count)d times, for example: %(message)s") % {"count": count, "message": example}


def headings() -> dict[str, str]:
    """Return the sentences by code, in the reader's language."""
    outside_list = _("%(count)d words are not in the list of their column.")
    return {
        "cell-error": _("%(count)d formulas show an error."),
        "formula-uncached": _("%(count)d formulas were never calculated."),
        "text-struck": _("%(count)d texts are struck out, and are published all the same."),
        "cell-merged": _("%(count)d areas are merged: only the first cell of each counts."),
        "column-unknown": _("%(count)d columns are not known: they are never published."),
        "number-missing": _("%(count)d rows have no N°."),
        "number-invalid": _("%(count)d cells for a N° hold something else."),
        "number-duplicated": _("%(count)d rows have a N° that stands twice."),
        "number-reused": _("%(count)d N° were those of other fiches in past editions."),
        "name-missing": _("%(count)d rows have no name."),
        "name-untidy": _("%(count)d names have superfluous blanks or unseen characters; they are published without."),
        "name-duplicated": _("%(count)d names stand several times in one theme and municipality."),
        "possible-duplicate": _("%(count)d groups of fiches may be one and the same fiche each."),
        "theme-missing": _("%(count)d fiches have no theme."),
        "theme-unknown": _("%(count)d themes are not in the sheet “Thèmes”."),
        "text-empty": _("%(count)d cells hold a word or sign for “nothing”, which is printed as it stands."),
        "theme-unused": _("%(count)d themes have no fiche: they are not printed."),
        "audience-invalid": outside_list,
        "kind-invalid": outside_list,
        "status-invalid": outside_list,
        "usage-invalid": outside_list,
        "flag-invalid": outside_list,
        "contact-missing": _("%(count)d fiches have no phone, mail, site, address or contact."),
        "contact-orphan": _("%(count)d contacts belong to a fiche that does not exist."),
        "contact-shared": _("%(count)d numbers, mails or persons stand in several fiches."),
        "audience-conflict": _("%(count)d numbers or mails may be given in one place, but not in another."),
        "see-also-unknown": _("%(count)d cells under “See also” name no fiche that exists."),
        "phone-invalid": _("%(count)d phone numbers cannot be read."),
        "phone-lost-zero": _("%(count)d phone numbers lost their zero (Excel took them for numbers)."),
        "phone-premium": _("%(count)d numbers in public fiches cost more than an ordinary call."),
        "phone-short-unknown": _("%(count)d short numbers are not known; they are published as they stand."),
        "phone-untidy": _("%(count)d phone numbers have superfluous blanks or unusual characters; they can be read."),
        "email-invalid": _("%(count)d mail addresses cannot be read."),
        "email-personal": _("%(count)d mailboxes in public fiches look like a person's own."),
        "url-invalid": _("%(count)d web addresses cannot be read."),
        "url-scheme": _("%(count)d links do not begin with https:// or http://."),
        "url-internal": _("%(count)d intranet pages stand in public fiches."),
        "link-differs": _("%(count)d cells show one address, and their link leads to another."),
        "link-dead": _("%(count)d sites lead nowhere."),
        "link-certificate": _("%(count)d sites have a certificate against which browsers warn."),
        "link-moved": _("%(count)d sites have moved for good."),
        "link-unsure": _("%(count)d sites could not be checked."),
        "postal-code-invalid": _("%(count)d postal codes are not written as in the country of the directory."),
        "date-invalid": _("%(count)d dates cannot be read."),
        "date-future": _("%(count)d dates are in the future."),
        "private-text": _("%(count)d public texts may hold something private: may everybody read them?"),
        "permission-missing": _("%(count)d public fiches do not say who allowed it."),
        "verification-missing": _("%(count)d fiches were never checked at the source."),
        "verification-due": _("%(count)d fiches or contacts are due for a check at the source."),
        "verification-overdue": _("%(count)d fiches or contacts are overdue: the edition prints “to be confirmed”."),
        "notice-dates": _("%(count)d notices end before they start."),
        "notice-expired": _("%(count)d notices are over: they are no longer printed."),
        "recipient-invalid": _("%(count)d recipients have no address that can be used, or no team."),
        "recipient-duplicated": _("%(count)d recipients would get the mail twice."),
        "recipient-outside": _("%(count)d recipients of the internal edition are outside."),
    }
