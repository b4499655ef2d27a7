"""What stands beside a phone number in its cell: hours, floors, lines, dates, prices, extensions.

Digits that belong to such words are never part of a number, however close they are to it.
"""

import re

_HOUR = r"(?:[01]?[0-9]|2[0-4])"
_MINUTES = r"[0-5][0-9]"
_END = r"(?![^\W_])"
_START = r"(?<![^\W_])"
# Not in the middle of a number: no digit may precede, even with a point, stroke or hyphen in between.
_ALONE = r"(?<![0-9])(?<![0-9][./\-])"
_FIRST = r"(?<![0-9])(?<![0-9][ ./\-])"
_DONE = r"(?![0-9])(?![./\-][0-9])"
_DAYS = r"(?:j(?:ours?)?|d(?:agen|ays)?)?\.?"
_HOURS = r"(?:h(?:eures?)?|u(?:ur)?)?\.?"
_YEAR = r"(?:19|20)[0-9]{2}"
_MONTHS = (
    "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
)
_RANKS = "(?:er|ère|re|e|è|è?me|ème|ième|eme|nd|nde|de|ste|st|th|°)"
_RANKED = r"(?:étages?|etages?|verdieping|verd|niveau|floor|arr|arrondissement|ligne|lijn)"

_REGISTERS = (
    "tva|btw|vat|mwst|bce|kbo|cbe|rpm|rpr|siren|siret|finess|rna|rcs|rcsl|kvk|iban|compte|rekening"
    "|(?:n[°o]|num[ée]ro)\\s?(?:d['’])?entreprise|ondernemingsn(?:r|ummer)"
)

_ASIDES = (
    # what an association is called by registers and banks: TVA BE 0470.123.456, SIREN 542 345 678
    rf"{_START}(?:{_REGISTERS}){_END}[\s.:]*(?:n[°or]\.?\s*)?(?:[a-z]{{1,2}}\s?)?[0-9]+(?:[ .\-]?[0-9]+)*",
    rf"{_START}be(?:\s?[01][0-9]{{3}}\.[0-9]{{3}}\.[0-9]{{3}}|[01][0-9]{{9}}){_DONE}",
    # all day, all week: 24/24, 24h/24, 24/7, 7j/7, 7 jours sur 7
    rf"(?<![0-9])(?<![0-9][./])24\s?{_HOURS}\s?(?:/|sur|op)\s?(?:24|7)\s?{_HOURS}{_END}{_DONE}",
    rf"(?<![0-9])(?<![0-9][./])[1-7]\s?{_DAYS}\s?(?:/|sur|op|on)\s?7\s?{_DAYS}{_END}{_DONE}",
    # dates: 12/03/2024, 12/03/24, 2024-03-12, le 12/03, 12 mars 2024, depuis 2023
    rf"{_ALONE}[0-3]?[0-9][./\-][01]?[0-9][./\-]{_YEAR}{_DONE}",
    rf"{_ALONE}[0-3]?[0-9]/[01]?[0-9]/[0-9]{{2}}{_DONE}(?!\s[0-9])",
    rf"{_ALONE}{_YEAR}-[01][0-9]-[0-3][0-9]{_DONE}",
    rf"{_ALONE}(?:0[1-9]|[1-9][0-9]{{0,2}})/{_YEAR}{_DONE}(?!\s[0-9])",
    rf"{_START}(?:le|du|au|dès|depuis|vanaf|sinds|tot|op)\s[0-3]?[0-9][./][01]?[0-9](?:[./][0-9]{{2}})?{_DONE}(?!\s[0-9])",
    rf"(?<![0-9])[0-3]?[0-9](?:er)?\s{_MONTHS}{_END}\s{_YEAR}{_DONE}",
    rf"(?<![0-9])(?<![0-9] )[0-3]?[0-9](?:er)?\s{_MONTHS}{_END}",
    rf"{_START}(?:dès|depuis|en|sinds|vanaf|since|année|{_MONTHS})\s{_YEAR}{_DONE}{_END}",
    # hours: 9h, 9h30, 9u, 9:00, 9.00-12.00, 9.30 u
    rf"(?<![0-9])(?<![0-9]\.){_HOUR}(?:h|u|hrs?|uur)(?:{_MINUTES})?{_END}",
    rf"(?<![0-9])(?<![0-9]\.){_HOUR}:{_MINUTES}(?::{_MINUTES})?(?:\s?(?:h|u|uur){_END})?(?![0-9])",
    rf"{_ALONE}{_HOUR}\.{_MINUTES}\s?(?:h|u|uur|uhr){_END}",
    rf"{_FIRST}{_HOUR}(?:[.:]{_MINUTES})?\s?[\-–—]\s?{_HOUR}(?:[.:]{_MINUTES})?\s?(?:h|u|uur|uhr){_END}",
    rf"{_ALONE}{_HOUR}\.[0-5][05]\s?[\-–—]\s?{_HOUR}\.[0-5][05]{_DONE}",
    # floors and ordinals: 1er étage, 2de verdieping
    rf"(?<![0-9])[0-9]{{1,3}}{_RANKS}{_END}(?:\s?{_RANKED}{_END}\.?)?",
    # prices and percentages, counts, the numbers of a list: 0,30 €/min, 2x, 1) 02 …
    r"(?:€|eur)\s?[0-9]+(?:[.,][0-9]{1,2})?(?![0-9])",
    rf"{_ALONE}[0-9]{{1,3}}(?:[.,][0-9]{{1,3}})?\s?(?:[€%]|(?:eur|euros?|cents?){_END})",
    rf"{_FIRST}[0-9]{{1,2}}\s?[x×]\s?(?=[0-9+(])",
    rf"{_FIRST}[1-9][.)]\s(?=[(+0])",
)
ASIDE = "|".join(_ASIDES)
"""Digits that plainly mean something else, with the sign or word that shows it."""

_EXTENSION_DIGITS = r"[0-9]{1,6}(?![0-9])(?![ ./][0-9])"
EXTENSION = (
    rf"(?:{_START}(?:postes?|ext|extensions?|toestel|interne|intern|int|tst){_END}\.?\s*:?\s*(?:n°\s*)?"
    rf"|(?:(?<=[0-9])\s{{,2}}|(?<=[0-9]\()|(?<=[0-9] \())(?:#|{_START}(?:p\.?|x))\s?)[0-9]{{1,6}}"
    rf"(?:(?:\s?[/,]\s?|\s(?:et|ou|en|of)\s){_EXTENSION_DIGITS})*(?![0-9])(?![ ./\-]?[0-9])"
)
"""`poste 12`, `toestel 305`, `poste 12 ou 13`, and behind a number `p. 12`, `x12`, `#12`."""

_GAP = r"(?:\s(?:et|ou|en|of|or|and)\s|[\s./()\-–—−‒,&+]){1,5}"
RUN = rf"(?:\(\s?)?(?:\+\s?)?(?:\(\s?\+?\s?)?[0-9]+(?:{_GAP}(?!{ASIDE}|{EXTENSION})[0-9]+)*\)?"
"""Digits, and the signs that people put between the digits of one number or of several."""

TOKEN = re.compile(rf"(?P<extension>{EXTENSION})|(?P<aside>{ASIDE})|(?P<run>{RUN})", re.IGNORECASE)
_AND = r"(?:et|ou|en|of|or|and)"
ASIDES = re.compile(ASIDE, re.IGNORECASE)
EXTENSIONS = re.compile(EXTENSION, re.IGNORECASE)
RUNS = re.compile(RUN, re.IGNORECASE)
SIGNS = re.compile(rf"(?:[\s.()\-–—−‒/,+&]|{_START}{_AND}{_END})*", re.IGNORECASE)
"""What may stand between two numbers without saying anything about either."""
CUT = re.compile(rf"\s*[/,&•·]\s*|\s[\-–—]\s|\s{_AND}\s", re.IGNORECASE)
"""Where a cell passes from one number and its words to the next."""

_ROOMS = (
    "bureaux?|bur|burelen|locaux|local|loc|lokaal|étage|etage|verdieping|verd|niveau|guichet|loket|porte|deur|bus|tram"
    "|métro|metro|bte|boîte|boite|box|salle|zaal|kamer|chambre|bât|bat|bâtiment|gebouw|geb|bloc|blok|quai|arrêt|halte"
)
_REFERENCES = (
    r"fiches?|pages?|pag|p|art|article|artikel|loi|wet|code|cp|b\.?p|c\.?s|cedex|postbus|postfach|po\sbox|case\spostale"
    r"|lot|unit|rn|département|arrondissement|dossier|réf|ref|agrément|erkenning|nace|chf|saal|zimmer|raum"
)
_COUNTED = (
    "ligne|line|lijn|choix|keuze|touche|toets|tapez|taper|druk|option|optie|menu|équipe|ploeg|team|groupe|groep|zone"
    "|secteur"
)
ROOM = re.compile(rf"{_START}(?:{_ROOMS}|{_REFERENCES})\.?\s*(?:n[°o]\s*)?$", re.IGNORECASE)
"""A word whose digits are a place: `bureau 107` is not the number 107."""
INDEXED = re.compile(rf"{_START}(?:{_ROOMS}|{_COUNTED})\.?\s*(?:n[°o]\s*)?$", re.IGNORECASE)
"""A word with a digit of its own before the number: `Ligne 2 107`."""
_STREETS = (
    "(?:rue|avenue|av|avda|bd|boulevard|place|chaussée|chée|quai|square|impasse|allée|chemin|route|cours|villa|lieu-dit"
    "|calle|plaza|paseo|λεωφ|οδός)"
)
STREET = re.compile(
    rf"{_START}{_STREETS}{_END}[^:;]*$"
    r"|(?:straat|laan|steenweg|plein|dreef|weg|lei|kaai|kade|gracht|singel|stra(?:ss|ß)e|str\.|platz|gasse)\s*$"
    rf"|{_START}c/[^:;]*$",
    re.IGNORECASE,
)
STREET_AFTER = re.compile(
    rf"\s?(?:bis|ter)?,?\s?{_STREETS}{_END}|\s(?:[^\W\d_]+\s){{1,2}}(?:street|road|lane|avenue|square){_END}",
    re.IGNORECASE,
)
HOUR_BEFORE = re.compile(
    rf"{_START}(?:de|à|a|au|du|des|dès|le|les|vers|avant|après|sauf|entre|van|tot|om|op|vanaf|na|voor)\s$",
    re.IGNORECASE,
)
"""Words before an hour or a day that might also be a short number: `de 17 à 18`."""
UNIT = re.compile(
    rf"\s?(?:h|heures?|u|uur|uhr|j|jours?|dagen|ans|jaar|min|minutes?|mn|lignes|lijnen|postes|étages?|verdieping(?:en)?"
    rf"|personnes?|places|fois|keer|lits|bedden|enfants|kinderen|élèves|leerlingen|logements|woningen|résidents|bewoners|membres"
    rf"|leden|plaatsen|km|m|m²|{_MONTHS})(?:{_END}|(?<=²))",
    re.IGNORECASE,
)
"""What a last digit may count: `02 555 12 34 2 lignes`."""
RANGE = re.compile(r"(?:[-–—]|\s*(?:à|a|au|tot|t/m|to)\s*)$", re.IGNORECASE)
ASIDES_IN_BRACKETS = re.compile(rf"{ASIDE}|{_ALONE}{_HOUR}\s?[\-–—]\s?{_HOUR}{_DONE}", re.IGNORECASE)
"""Hours in brackets: there, even `9-12 / 13-16` means hours."""
SHORTENED = re.compile(r"[0-9][.,][0-9]+E\+?[0-9]+|[0-9]E\+[0-9]+", re.IGNORECASE)
"""A large number as Excel shows it in a narrow column, with its last digits lost: `3,2261E+09`."""
HELP = re.compile(
    rf"{_START}(?:samu|smur|police|politie|gendarmerie|pompiers?|brandweer|sapeurs|urgences?|secours|ambulances?|centre|appel"
    rf"|appele[rz]|bel|compose[rz]|faites|num[ée]ros?|t[ée]l|médical|garde|wacht|sos){_END}",
    re.IGNORECASE,
)
"""Words that say that two digits are a number to call; beside others they are a day, an age or a district."""
PLAIN_LABELS = {"tel", "tél", "téléphone", "telephone", "telefoon", "n", "no", "numéro"}
"""Words that only announce a phone number."""
