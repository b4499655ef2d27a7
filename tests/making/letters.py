"""The words of a mail, of an edition that tells much."""

import hashlib
from dataclasses import replace

from fiche_builder.common.period import EditionId, Period
from fiche_builder.edition.changes import ChangedFiche, Changes, FicheName, FieldChange, RenamedTheme
from fiche_builder.edition.snapshot import Snapshot
from fiche_builder.mail.mail_copy import MailCopy, MailedFiles, build_copy
from fiche_builder.model.columns import Audience
from fiche_builder.publish.manifest import PublishedFile
from tests.making.mailings import INTERNAL_PDF, NOVEMBER

PDF = INTERNAL_PDF * 9_000


CHANGES = Changes(
    EditionId(Period(2026, 10)),
    NOVEMBER,
    added=(FicheName(12, "Point d'accueil œcuménique", "Vie sociale"),),
    changed=(
        ChangedFiche(
            3,
            "CPAS <Évere>",
            "Vie sociale",
            (FieldChange("phone", "02 555 12 34", "02 555 12 35"), FieldChange("site", "", "https://é.example")),
        ),
    ),
    removed=(FicheName(9, "Le Relais", "Emploi"), FicheName(10, "", "")),
    renamed_themes=(RenamedTheme("Emploi", "Emploi & travail"),),
    confirmed=(1, 2),
)


def make_copy(  # noqa: PLR0913 (what a letter may be about)
    *,
    title: str = "Annuaire de l’été",
    edition: EditionId = NOVEMBER,
    changes: Changes | None = CHANGES,
    language: str = "fr",
    audience: Audience = Audience.INTERNAL,
    page: bool = False,
    lacks_page: bool = False,
) -> MailCopy:
    snapshot = Snapshot(edition, audience, title, "Service é", "suggestions@contact.example", (), (), changes)
    file = PublishedFile(
        f"annuaire-{edition}-interne.pdf", audience, "pdf", hashlib.sha256(PDF).hexdigest(), len(PDF), 180, (), ""
    )
    html = replace(file, name=f"annuaire-{edition}-interne.html", format="html", size=80_000) if page else None
    return build_copy(snapshot, MailedFiles(file, html, lacks_page), language)
