"""Walls and error pages in many languages, and the articles that are about such things."""

from __future__ import annotations

import pytest

from monitor.model import Article, Reason
from tests.extract.pages import fail, read
from tests.extract.walls import MARKED, TITLED

NAV = (
    '<nav><ul><li><a href="/">Home</a></li><li><a href="/politics">Politics</a></li>'
    '<li><a href="/sport">Sport</a></li></ul></nav>'
)
FOOT = '<footer><a href="/imprint">Imprint</a> <a href="/terms">Terms</a> © 2026</footer>'
BANNER = (
    '<div class="cookie-banner"><p>We and our 842 partners use cookies to process personal data. '
    "You can withdraw your consent.</p><button>Accept all</button></div>"
)


def whole(lang: str, title: str, inside: str, *, bare: bool) -> bytes:
    """Return a page of an outlet that shows `inside`; `bare`: with nothing around it."""
    around = ("", "") if bare else (NAV, FOOT)
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f"</head><body>{around[0]}<main>{inside}</main>{around[1]}</body></html>"
    ).encode()


@pytest.mark.parametrize("bare", [True, False], ids=["bare", "framed"])
@pytest.mark.parametrize(
    ("reason", "lang", "title", "text"),
    [(reason, *row) for reason, rows in TITLED.items() for row in rows],
)
def test_what_a_page_says_instead_of_its_article_is_understood(
    reason: Reason, lang: str, title: str, text: str, bare: bool
) -> None:
    inside = f"<h1>{title}</h1><p>{text}</p>"
    found = fail(whole(lang, f"{title} | Courier", inside, bare=bare))
    assert found.reason is reason
    assert found.evidence


@pytest.mark.parametrize("bare", [True, False], ids=["bare", "framed"])
@pytest.mark.parametrize(
    ("reason", "lang", "markup"),
    [(reason, *row) for reason, rows in MARKED.items() for row in rows],
)
def test_what_stands_in_the_place_of_an_article_is_understood(
    reason: Reason, lang: str, markup: str, bare: bool
) -> None:
    found = fail(whole(lang, "Courier", markup, bare=bare))
    assert found.reason is reason
    assert found.evidence


ABOUT = (
    (
        "en", "Browser maker drops its plan to block cookies",
        "The browser maker said on Monday that it would no longer block third-party cookies, four "
        "years after it had announced the plan to advertisers and publishers alike.",
        "Privacy groups called the decision a defeat. Regulators had feared that personalised ads "
        "would end up in the hands of one company, and asked for further consent rules.",
    ),
    (
        "de", "Gericht verbietet irreführende Cookie-Banner",
        "Ein Gericht in Köln hat einem Verlag untersagt, die Einwilligung in Cookies so zu "
        "gestalten, dass die Ablehnung kaum zu finden ist, wie eine Sprecherin am Montag sagte.",
        "Datenschützer begrüßten das Urteil. Werbung und Tracking blieben möglich, sagte der "
        "Richter, doch müsse die Zustimmung so leicht zu verweigern wie zu erteilen sein.",
    ),
    (
        "fr", "Le régulateur inflige une amende pour des cookies",
        "Le régulateur a infligé lundi une amende de 60 millions d’euros à un moteur de recherche "
        "dont les cookies étaient plus faciles à accepter qu’à refuser, selon sa présidente.",
        "L’entreprise a annoncé un recours. Elle affirme que le consentement des internautes est "
        "recueilli et que la confidentialité de leurs données est respectée partout en Europe.",
    ),
    (
        "en", "Man who proved he was not a robot wins in court",
        "A man who was locked out of his bank account by a captcha has won his case, after a judge "
        "said that access denied without a reason is no service at all.",
        "The bank said that its security check had mistaken his screen reader for unusual traffic "
        "and that nobody had been available to unlock the account for nine days.",
    ),
    (
        "en", "Paper ends its paywall after ten years",
        "Readers can now read the paper without a subscription, its owners said on Friday, ten "
        "years after it had begun to ask subscribers to log in and pay.",
        "The paper had lost half of its subscribers within a year. It now hopes for donations and "
        "for readers who sign in of their own free will, the owners said.",
    ),
    (
        "es", "La página del ministerio no se encuentra desde el lunes",
        "La página del ministerio no se encuentra disponible desde el lunes, cuando un error "
        "interno del servidor borró los datos de medio millón de ciudadanos, según la oposición.",
        "El ministro dijo que el error ya se conoce y que los técnicos trabajan para recuperar los "
        "datos; la oposición pidió su dimisión y anunció una pregunta en el parlamento.",
    ),
    (
        "ru", "Суд признал незаконным сбор данных через куки",
        "Суд в понедельник признал незаконным сбор персональных данных через файлы куки без "
        "согласия пользователей, сообщила пресс-служба ведомства журналистам.",
        "Компания заявила, что обжалует решение. По словам её представителя, реклама показывалась "
        "только тем, кто дал согласие, а данные не передавались третьим лицам.",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("lang", "title", "first", "second"), ABOUT)
def test_a_short_article_about_such_things_is_an_article(
    lang: str, title: str, first: str, second: str
) -> None:
    inside = f"<article><h1>{title}</h1><p>{first}</p><p>{second}</p></article>{BANNER}"
    article = read(whole(lang, title, inside, bare=False))
    assert isinstance(article, Article)
    assert [block.text for block in article.blocks] == [first, second]
