"""A mail's own words: quotes, signatures and earlier mails are cut off, remarks are not."""

import pytest

from fiche_builder.upkeep.suggestions.cut import html_text
from tests.making.parsing import parse
from tests.making.remarks import head, html, plain


@pytest.mark.parametrize(
    "text",
    [
        "Les horaires :\nDe : 9 h\nÀ : 17 h",
        "Dit is fout.\nBedankt, het nieuwe nummer is 02 555 00 09",
        "Attention : le mail est info@relais.example, pas l’autre mail",
        "Warning: the mail address is wrong, the mail comes back",
        "- un\n- deux",
        "Le directeur a écrit : le numéro change",
        "Cordialement vôtre asbl : le numéro est le 02 555 00 01",
        "Date : 12/11\nLieu : Jette",
        "Le directeur m’a écrit :\nle numéro change le 12",
        "Conditions :\n> 18 ans",
        "Bonne journée portes ouvertes",
        "Le nom est faux.\nThanks, but the name of the director is wrong too",
    ],
)
def test_a_remark_is_not_taken_for_a_signature_or_an_earlier_mail(text: str) -> None:
    assert parse(head("Fiche 12") + plain(f"{text}\n")).text == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a&eacute;<br>b</p><ul><li>c</li></ul>", "aé\nb\n\n* c\n"),
        ("<table><tr><td>Tél.</td><td>02 555 00 01</td></tr></table>", "Tél.  02 555 00 01\n"),
        ("<style>p{}</style><script>x</script><title>t</title><!--[if mso]>y<![endif]-->z", "z"),
        ("", ""),
        ("<!-- x -->", ""),
        ("<div>" * 1_000 + "a &amp; b" + "</div>" * 1_000, "a & b"),
    ],
)
def test_html_is_read_as_text(page: str, text: str) -> None:
    assert html_text(page).strip() == text.strip()


_CITED = "<p>Bonjour,</p><p>le PDF est joint.</p><p>Fiche 99 : nouveau</p>"


_SAID = "Le lun. 2 nov. 2026 à 09:00, Gids &lt;<a href=x>a@x.example</a>&gt; a écrit :"


QUOTED_IN_HTML = {
    "gmail": f'<div dir="ltr">OWN</div><div class="gmail_quote"><div class="gmail_attr">{_SAID}<br></div>'
    f'<blockquote class="gmail_quote" style="margin:0">{_CITED}</blockquote></div>',
    "apple": f'OWN<div><blockquote type="cite"><div>{_SAID}</div><div>{_CITED}</div></blockquote></div>',
    "thunderbird, below": f'<div class="moz-cite-prefix">{_SAID}<br></div>'
    f'<blockquote type="cite" cite="mid:x">{_CITED}</blockquote><p>OWN</p>',
    "thunderbird, above": f'<p>OWN</p><div class="moz-cite-prefix">{_SAID}</div>'
    f'<blockquote type="cite">{_CITED}</blockquote>'
    '<pre class="moz-signature">-- \nMarie</pre>',
    "yahoo": (
        f'<blockquote style="margin:0 0 0 40px">OWN</blockquote>'
        f'<div class="yahoo_quoted">{_SAID} <div>{_CITED}</div></div>'
    ),
}


@pytest.mark.parametrize("program", QUOTED_IN_HTML)
def test_a_quote_in_html_is_cut_off(program: str) -> None:
    """People's own indents are no quote."""
    page = QUOTED_IN_HTML[program].replace("OWN", "Fermé le lundi.<br>Ouvert le mardi.")
    mail = parse(head("Re: Annuaire – novembre 2026") + html(page))
    assert mail.text == "Fermé le lundi.\nOuvert le mardi."


@pytest.mark.parametrize(
    "quote",
    [
        "Op ma 2 nov 2026 om 09:00 schreef Gids van de buurt <\nannuaire@contact.example>:\n\n> Dag\n> Fiche 99\n",
        "Le 02/11/2026 à 09:00, Annuaire a écrit :\n> Bonjour\n> Fiche 99\n\n-- \nMarie\n",
        (
            "Envoyé avec la messagerie sécurisée Proton Mail.\n\n"
            "Le lundi 2 novembre 2026 à 09:00, Annuaire a écrit :\n\n> Bonjour\n> Fiche 99\n"
        ),
    ],
)
def test_what_stands_around_a_quote_goes_with_it(quote: str) -> None:
    assert parse(head("Re: Annuaire – novembre 2026") + plain(f"Fermé le lundi.\n\n{quote}")).text == "Fermé le lundi."
