"""Section pages of invented outlets, each built in another way, with what is an article on them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

ENGLISH = (
    "Old bridge across the harbour closes on Monday",
    "Council votes for a new school by the river",
    "Ferry strike enters its third week",
    "Why the lighthouse went dark",
    "Three injured as storm tears roofs off houses in the north",
    "Mayor resigns",
    "Prices of bread rise again, and bakers explain why",
    "The women who keep the night trains running",
)
GERMAN = (
    "Alte Hafenbrücke wird am Montag gesperrt",
    "Stadtrat stimmt für neue Schule am Fluss",
    "Streik der Fähren dauert schon drei Wochen",
    "Warum der Leuchtturm dunkel blieb",
    "Bürgermeisterin tritt nach Streit um Etat zurück",
)
RUSSIAN = (
    "Старый мост через гавань закроют в понедельник",
    "Совет города проголосовал за новую школу",
    "Забастовка паромщиков длится третью неделю",
    "Почему погас маяк на северном берегу",
)
JAPANESE = (
    "古い港の橋が月曜日から通行止めに",
    "市議会が川沿いの新しい学校を承認",
    "フェリーのストライキが三週目に入る",
    "灯台の明かりが消えた理由を探る",
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug(title: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in title.lower().translate(_UMLAUTS)).split()
    return quote("-".join(words))


@dataclass(frozen=True, slots=True)
class Outlet:
    """How an outlet's addresses are built, and the articles on its page and before."""

    name: str
    host: str
    titles: tuple[str, ...]
    address: str
    headings: bool = True

    def articles(self, start: int = 0) -> list[str]:
        return [
            f"https://{self.host}" + self.address.format(n=n, day=n % 28 + 1, slug=slug(title))
            for n, title in enumerate(self.titles, start)
        ]

    @property
    def known(self) -> list[str]:
        """Articles of last week."""
        return [url for start in (40, 60) for url in self.articles(start)]

    def page(self) -> bytes:
        teasers = "".join(
            self._teaser(url, title)
            for url, title in zip(self.articles(), self.titles, strict=True)
        )
        return _PAGE.format(teasers=teasers, host=self.host).encode()

    def _teaser(self, url: str, title: str) -> str:
        path = url.removeprefix(f"https://{self.host}")
        picture = f'<a href="{path}"><img src="/i.jpg" alt=""></a>'
        comments = f'<a href="{path}#comments">12</a>'
        if self.headings:
            return (
                f'<article>{picture}<h3><a href="{path}?utm_source=home">{title}</a></h3>'
                f"<p>And what came of it.</p>{comments}</article>"
            )
        return f'<div class="t"><a href="{path}">{title}</a><span>yesterday</span>{comments}</div>'


_PAGE = """<!doctype html><html lang="en-GB"><head><title>Harbour News: all of today</title>
<link rel="alternate" type="application/rss+xml" href="/feed"></head><body>
<header><a href="/"><img src="/logo.svg"></a><nav><ul>
<li><a href="/politics/">Politics</a></li><li><a href="/sport">Sport and leisure</a></li>
<li><a href="/business/money-and-markets">Money and markets today</a></li>
<li><a href="/video/">Video</a></li><li><a href="/live">Live</a></li>
<li><a href="/topics/war-in-the-far-east">War in the far east</a></li></ul></nav>
<a href="/newsletters/sign-up-for-the-morning">Sign up for the morning newsletter now</a></header>
<main><h2><a href="/politics/">Politics</a></h2>{teasers}
<p><a href="/tag/harbour-bridge-repair-works">All about the repair of the harbour bridge</a></p>
<p><a href="/author/jane-doe">Jane Doe</a> <a href="/authors/jane-of-roe/">Jane of Roe</a></p>
<p><a href="/politics/page/2">Older</a> <a href="/politics?page=3">3</a> <a href="#top">Top</a></p>
<p><a href="/archive/2025/11/">November</a>
<a href="/video/">More videos of the week and day</a></p>
<p><a href="https://partner.example/2026/11/26/seven-things-to-buy-this-week">Seven things</a>
<a href="/files/annual-report-of-the-council-2025.pdf">Annual report of the council</a>
<a href="/login?next=/politics/">Log in</a>
<a href="javascript:void(0)">Share this with friends</a>
<a href="mailto:desk@{host}">Write to the desk in town</a></p></main>
<aside><a href="/most-read">Most read</a></aside>
<footer><a href="/about-us/how-we-work-and-why">How we work and why we do it</a>
<a href="/privacy-policy">Privacy policy and cookies</a><a href="/terms-of-use">Terms of use</a>
<a href="/contact">Contact</a><a href="/impressum">Impressum</a>
<a href="/jobs/come-and-work-with-us">Come and work with us</a></footer></body></html>"""

OUTLETS = (
    Outlet("wordpress", "www.harbour.example", ENGLISH, "/2026/11/{day:02}/{slug}/"),
    Outlet("wordpress, slugs only", "harbour.example", ENGLISH, "/{slug}/"),
    Outlet("arc", "www.coast.example", ENGLISH, "/news/local/2026/11/{day:02}/{slug}/"),
    Outlet("arc, codes", "coast.example", ENGLISH, "/w/{slug}-6{n:03}f0c2-a1b2-4c3d-9e8f-0123/"),
    Outlet("drupal", "www.river.example", ENGLISH, "/news/{slug}"),
    Outlet("drupal, nodes", "www.river.example", ENGLISH, "/node/48{n:03}"),
    Outlet("months in words", "www.quay.example", ENGLISH, "/world/2026/nov/{day:02}/{slug}"),
    Outlet("numbers", "www.dock.example", ENGLISH, "/a/7310{n:03}", headings=False),
    Outlet("queries", "www.pier.example", ENGLISH, "/article.php?id=90{n:03}", headings=False),
    Outlet("codes", "www.buoy.example", ENGLISH, "/news/articles/c{n:02}4x9k2m{n:02}o"),
    Outlet("number and slug", "www.kai.example", GERMAN, "/politik/{slug}-104{n:03}.html"),
    Outlet("slug and code", "werft.example", GERMAN, "/{slug}-a-{n:04x}e1f7.html", headings=False),
    Outlet("cyrillic", "gavan.example", RUSSIAN, "/news/{slug}/"),
    Outlet("days", "gavan.example", RUSSIAN, "/politics/26/11/2026/{n:04}6565f0c2", headings=False),
    Outlet("japanese", "minato.example", JAPANESE, "/articles/{slug}"),
    Outlet("dates", "minato.example", JAPANESE, "/shakai/20261126-OYT1T50{n:03}/", headings=False),
)
