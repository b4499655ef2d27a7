"""What says that something is not for everybody, and what only sounds like it."""

import re

import pytest

from fiche_builder.check.private.phrases import find_phrases
from fiche_builder.check.private.texts import plain_of
from fiche_builder.model.values import private_words

ASKED = {
    "NE PAS DONNER": "NE PAS DONNER",
    "Nе рas dоnnеr": "Nе рas dоnnеr",
    "ＮＥ ＰＡＳ ＤＯＮＮＥＲ": "ＮＥ ＰＡＳ ＤＯＮＮＥＲ",
    "𝐜𝐨𝐧𝐟𝐢𝐝𝐞𝐧𝐭𝐢𝐞𝐥": "𝐜𝐨𝐧𝐟𝐢𝐝𝐞𝐧𝐭𝐢𝐞𝐥",
    "À ne pas communiquer au public": "ne pas communiquer",
    "ne jamais donner ce numéro": "ne jamais donner",
    "Ne pas le diffuser.": "Ne pas le diffuser",
    "n'est pas à donner": "pas à donner",
    "Ne donnez pas ce numéro": "Ne donnez pas",
    "ne doit pas être communiqué": "ne doit pas être communiqué",
    "Ne pas\ndonner": "Ne pas\ndonner",
    "ne\u00a0pas  donner": "ne\u00a0pas  donner",
    "ne-pas-donner": "ne-pas-donner",
    "pas donner svp": "pas donner",
    "Ne pas transmettre.": "Ne pas transmettre",
    "non communicable": "non communicable",
    "ne peut être communiqué": "ne peut être communiqué",
    "uniquement pour les agents": "uniquement pour les agents",
    "geen info geven aan klanten": "geen info geven",
    "Interdit de diffuser": "Interdit de diffuser",
    "numéro sur liste rouge": "sur liste rouge",
    "à usage interne": "à usage interne",
    "Usage strictement interne": "Usage strictement interne",
    "uniquement en interne": "uniquement en interne",
    "numéro interne": "numéro interne",
    "Ligne (interne)": "interne",
    "02 – interne": "interne",
    "INTERNE": "INTERNE",
    "CONFIDENTIEL": "CONFIDENTIEL",
    "Adresse confidentielle": "Adresse confidentielle",
    "Strictement confidentiel - direction": "Strictement confidentiel",
    "réservé aux agents": "réservé aux agents",
    "Réservée à nos collègues": "Réservée à nos collègues",
    "réservé au personnel": "réservé au personnel",
    "gsm privé": "gsm privé",
    "Mail perso": "Mail perso",
    "à garder entre nous": "à garder entre nous",
    "niet doorgeven aub": "niet doorgeven",
    "Niet door te geven": "Niet door te geven",
    "niet aan derden meedelen": "niet aan derden meedelen",
    "Mag niet doorgegeven worden": "Mag niet doorgegeven worden",
    "Vertrouwelijk!": "Vertrouwelijk",
    "vertrouwelijk nummer": "vertrouwelijk nummer",
    "enkel intern": "enkel intern",
    "Alleen voor intern gebruik": "Alleen voor intern gebruik",
    "enkel voor collega's": "enkel voor collega's",
    "intern nummer": "intern nummer",
    "privénummer": "privénummer",
    "geheim nummer": "geheim nummer",
    "Mag niet aan klanten gegeven worden": "Mag niet aan klanten gegeven worden",
    "niet voor de burger": "niet voor de burger",
    "alleen collega's": "alleen collega's",
    "ne pas mentionner à l'appelant": "ne pas mentionner à l",
    "NPD : ne pas distribuer": "ne pas distribuer",
    "internal use only": "internal use",
    "Do not share": "Do not share",
}
FINE = (
    "Service interne de médiation",
    "Diplômes internes et externes; stage interne ou externe",
    "secteur privé et public, crèche privée, Institut privé, école primaire (privé)",
    "Chirurgie, médecine, interne",
    "Les internes de l'internat; centre international; interner quelqu'un",
    "respect de la vie privée",
    "Écoute gratuite, anonyme, confidentielle",
    "Accueil confidentiel. Entretien individuel, confidentiel.",
    "Ne pas relancer avant huit jours, ne pas appeler après 16 h",
    "Cela peut ne pas donner droit aux allocations, ne pas donner suite",
    "réservé aux affiliés, réservé aux agents de la fonction publique, réservé aux agents des communes",
    "ne pas donner de médicaments, ne pas donner à manger aux pigeons",
    "réservé aux membres du personnel communal, au personnel enseignant",
    "Avoir une adresse mail personnelle",
    "Formation en interne ou en externe, conseil interne aux entreprises",
    "Pas de diplôme demandé. Personnel qualifié.",
    "Private woningen; interne stage; personeel; niet openen",
    "Diffusion de musique; communication interne, audit interne, mobilité interne",
)


@pytest.mark.parametrize(("text", "words"), ASKED.items())
def test_the_words_are_found_where_they_stand(text: str, words: str) -> None:
    assert [text[start:end] for start, end in find_phrases(plain_of(text))][:1] == [words]


@pytest.mark.parametrize("text", FINE)
def test_what_only_sounds_like_it_is_no_question(text: str) -> None:
    assert find_phrases(plain_of(text)) == ()


@pytest.mark.parametrize("phrase", private_words.ALONE)
def test_what_says_it_alone_says_nothing_beside_another_word(phrase: str) -> None:
    assert find_phrases(phrase) != ()
    assert find_phrases(f"({phrase})") != ()
    assert find_phrases(f"maison {phrase} bleue") == ()


def test_every_phrase_can_be_found() -> None:
    """The quick look at the start lets each of them through: its first form is one that it finds."""
    for line in private_words.PHRASES:
        assert find_phrases(_first_form(line)), line


def _first_form(line: str) -> str:
    """Return a text that a phrase means: the first of its words, and nothing that may be absent."""
    line = re.sub(r"\(\?![^()]*(?:\([^()]*\)[^()]*)*\)", "", line)
    while "(" in line:
        line = re.sub(r"\(([^()|]*)(?:\|[^()]*)?\)(\?)?", lambda match: "" if match[2] else match[1], line)
    line = re.sub(r"\[(.)[^\]]*\]\??", r"\1", line)
    return re.sub(r".\?", "", line)
