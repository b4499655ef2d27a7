"""What other people call our columns and sheets: abbreviations, synonyms, Dutch and English words.

A column under one of these names is not read. But an editor is asked whether it is ours, and a list of a team's own can
be taken over by them. A name with `=` before it counts only alone, because with more words it often names another
thing: "Numéro" may be a phone, "Numéro d'entreprise" is none. Case, accents, signs and a plural s do not count.
"""

from collections.abc import Mapping

_NAME_NL = "Nom néerlandais | Nom en néerlandais | Nom NL | Naam (nl) | Naam NL | Nederlandse naam | Dutch name"
_PHONE = (
    "Tél | Tel | Telephone | Phone | Telefoon | Telefoonnummer | Telefoonnr | Telnr | Numéro de téléphone | "
    "N° de téléphone | =Fixe | =Téléphone fixe | =Numéro | =Appeler"
)
_MAIL = (
    "Mail | Courriel | Email | Mél | Adresse mail | Adresse e-mail | Adresse électronique | Courrier électronique | "
    "E-mailadres | Mailadres | E-mail address"
)
_VERIFIED_ON = (
    "Date de vérification | Dernière vérification | =Vérification | =Vérifié | Contrôlé le | Date de contrôle | "
    "Geverifieerd op | Gecontroleerd op | Nagekeken op | Verified on | Last verified | Checked on"
)
_VERIFIED_BY = (
    "Contrôlé par | =Vérificateur | Geverifieerd door | Gecontroleerd door | Nagekeken door | Verified by | Checked by"
)
_SOURCE = "Source de vérification | Source de la vérification | =Bron"
_STATUS = "=Status | =État | État de la fiche | =Toestand"
_FICHE = "N° de fiche | N° fiche | Numéro de fiche | =N° | =Numéro | Fiche n° | Fichenummer | =Nummer | =Steekkaart"
_DESCRIPTION = "=Descriptif | =Omschrijving | =Beschrijving | =Présentation | =Missions | =Activités"

_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "fiches": {
        "number": "=Numéro | =Num | N° de fiche | N° fiche | Numéro de fiche | =Nr | =Nummer | =Number | =ID",
        "theme": "Thématique | Catégorie | Rubrique | =Domaine | =Secteur | Thema | =Rubriek | =Categorie | =Category",
        "name": (
            "=Dénomination | Nom du service | =Service | =Organisme | =Organisation | =Intitulé | =Institution | "
            "=Structure | =Association | =Partenaire | Naam | =Benaming | =Organisatie | =Dienst | =Name | =Qui"
        ),
        "name_nl": _NAME_NL,
        "acronym": (
            "=Acronyme | =Abréviation | =Abrév | =Abr | =Afkorting | =Letterwoord | "
            "=Acronym | =Abbreviation | =Initiales"
        ),
        "other_names": (
            "Autres noms | =Autre nom | Autres dénominations | =Synonyme | =Anciens noms | =Alias | "
            "=Andere namen | =Andere benamingen | =Synoniemen | =Other names"
        ),
        "kind": "=Type | Type de service | Nature du service | Type d'organisme | =Aard | =Soort | =Kind",
        "diffusion": (
            "Public/Interne | Interne/Public | Public ou interne | =Openbaar | =Publication | =Publié | =Visibilité | "
            "=Confidentialité | =Verspreiding | =Zichtbaarheid | =Visibility | =Audience"
        ),
        "essential": "=Essentielle | Numéro essentiel | =Essentieel | =Essential",
        "status": _STATUS,
        "description": _DESCRIPTION,
        "description_nl": "Description NL | Description en néerlandais | Omschrijving (nl) | Beschrijving (nl)",
        "for_whom": (
            "Public cible | Public concerné | =Publics | =Bénéficiaires | =Pour qui | "
            "=Doelgroep | =Doelpubliek | =Voor wie"
        ),
        "conditions": "=Conditions | Modalités d'accès | =Toegangsvoorwaarden | =Voorwaarden | =Access conditions",
        "phones": _PHONE,
        "emails": _MAIL,
        "sites": (
            "Site | Web | Site internet | =Internet | Url | Adresse web | =Page web | Website | =Webstek | =Webadres | "
            "=www | =Lien"
        ),
        "address": (
            "Rue | Rue et n° | Adresse postale | =Localisation | =Siège | Adres | Straat | Straat en nummer | =Street"
        ),
        "postal_code": "CP | C.P. | Postcode | Postnummer | =Zip | =Zip code | =NPA",
        "municipality": "Ville | =Localité | =Municipalité | Gemeente | =Stad | =Plaats | =City | =Town",
        "hours": (
            "Horaire | Heures d'ouverture | =Heures | =Ouverture | =Permanences | Openingsuren | "
            "=Uren | Openingstijden | Opening hours"
        ),
        "languages": "Langue | Langues parlées | Talen | =Taal | Languages",
        "notice": "=Avis temporaire | =Bericht | =Notice",
        "notice_from": "=Avis dès le | =Début de l'avis | =Avis à partir du | =Bericht van",
        "notice_until": "=Avis jusqu'au | =Fin de l'avis | =Bericht tot",
        "see_also": "=Renvoi | =Renvois | =Fiches liées | =Liens vers fiches | =Voir | =Cf | =Zie ook | =See also",
        "handover_rule": "Consigne de transfert | =Règle de transfert | =Instruction | =Instructie",
        "handover_message": "=Modèle de message | =Msg type | =Standaardbericht",
        "intranet": "=Lien intranet | =Page intranet | =Intranet | =Technische fiche",
        "internal_note": "=Remarque interne | =Commentaire interne | =Interne nota | =Nota intern | =Internal note",
        "authorised_by": (
            "=Autorisation | =Autorisé | =Accord de | =Accord | =Validé par | =Toestemming van | =Authorised by"
        ),
        "verified_on": _VERIFIED_ON,
        "verified_by": _VERIFIED_BY,
        "source": _SOURCE,
    },
    "contacts": {
        "fiche": _FICHE,
        "label": "=Intitulé | =Label | =Service",
        "person": (
            "=Nom | =Nom et prénom | =Prénom et nom | =Contact | =Personne de contact | =Nom de la personne | "
            "=Contactpersoon | =Persoon | =Naam | =Person"
        ),
        "function": "=Functie | =Function | =Poste | =Rôle | =Fct",
        "phones": _PHONE,
        "emails": _MAIL,
        "usage": "=Droit | =Autorisation | =Permission | =À donner | =Utilisation | =Gebruik | =Communicable",
        "verified_on": _VERIFIED_ON,
        "verified_by": _VERIFIED_BY,
        "source": _SOURCE,
    },
    "themes": {
        "code": "",
        "name": "Thème | =Intitulé | =Libellé | =Naam | =Thema | =Name | =Catégorie | =Rubrique",
        "name_nl": _NAME_NL,
        "order": "=Rang | =Position | =Tri | =Volgorde | =Order | N° d'ordre",
        "colour": "=Teinte | =RGB | =Kleur | =Colour | =Color",
        "description": _DESCRIPTION,
    },
    "teams": {
        "team": "=Team | =Groupe | =Ploeg | =Groep | =Liste",
        "name": "=Naam | =Name | =Destinataire | =Personne | =Collègue",
        "email": _MAIL,
        "edition": "=Version | =Editie | =Uitgave",
        "active": "=Active | =Actief | =Envoi",
    },
    "suggestions": {
        "received_on": "=Reçu le | =Reçu | =Date | =Date de réception | =Ontvangen op | =Received on",
        "fiche": _FICHE,
        "proposal": "=Suggestion | =Remarque | =Texte | =Voorstel | =Suggestie | =Proposal",
        "author": "=Expéditeur | =Nom | =De | =Author",
        "status": _STATUS,
        "handled_by": "=Traité par | =Behandeld door | =Handled by",
        "handled_on": "=Traité le | =Clôturé le | =Date de traitement | =Behandeld op | =Handled on",
        "answer": "=Antwoord | =Answer",
        "thank": "=Remerciement | =Bedanken | =Thank",
        "message_id": "",
    },
    "parameters": {
        "key": "=Clef | =Paramètre | =Nom | =Sleutel | =Instelling | =Key | =Réglage",
        "value": "=Waarde | =Value | =Contenu",
    },
}
_SHEETS: Mapping[str, str] = {
    "fiches": "Fiche | =Services | Annuaire | =Répertoire | =Steekkaart | =Steekkaarten | =Diensten | =Organismes",
    "contacts": "Contact | Personnes de contact | Contactpersonen | =Contacten | =Personnes",
    "themes": "Thématiques | =Catégories | =Rubriques | Thema | Thema's | =Categorieën | =Rubrieken | =Topics",
    "teams": "Team | =Destinataire | =Ploegen | =Ploeg | =Groupes | Liste d'envoi | =Mailing | =Envois | =Recipients",
    "suggestions": "=Propositions | =Remarques | Suggesties | =Voorstellen",
    "parameters": "=Réglages | =Configuration | =Config | =Settings | =Instellingen | =Options | Parameters",
}
REGION_NAMES = (
    "=Indicatif pays | =Pays | =Code pays | =Préfixe | =Région | =Landcode | =Landnummer | =Land | =Country | "
    "=Country code | =Kengetal | =Indicatief"
)
"""What people write instead of "Indicatif" in the sheet `Paramètres`."""


def column_names(sheet: str, column: str) -> tuple[str, ...]:
    """Return the other names of a column, by the keys of its sheet and itself."""
    return split_names(_COLUMNS.get(sheet, {}).get(column, ""))


def sheet_names(sheet: str) -> tuple[str, ...]:
    """Return the other names of a sheet, by its key."""
    return split_names(_SHEETS.get(sheet, ""))


def split_names(text: str) -> tuple[str, ...]:
    """Return the names of a list with `|` between them."""
    return tuple(name for name in text.split(" | ") if name)
