"""Small articles to compare."""

from __future__ import annotations

from monitor.model import Article, Block, BlockKind

_AROUND = {
    "en": ("The harbour was quiet.", "More is expected to be known tomorrow."),
    "de": ("Im Hafen war es ruhig.", "Mehr wird morgen erwartet."),
    "fr": ("Le port était calme.", "On en saura plus demain."),
    "es": ("El puerto estaba tranquilo.", "Se sabrá más mañana."),
    "pt": ("O porto estava calmo.", "Mais se saberá amanhã."),
    "it": ("Il porto era tranquillo.", "Domani si saprà di più."),
    "ru": ("В порту было тихо.", "Подробности будут завтра."),
    "nl": ("De haven was rustig.", "Morgen weten we meer."),
    "pl": ("W porcie było cicho.", "Więcej dowiemy się jutro."),
    "tr": ("Liman sakindi.", "Yarın daha fazlası bilinecek."),
    "uk": ("У порту було тихо.", "Подробиці будуть завтра."),
    "ar": ("كان المرفأ هادئا.", "سيعرف المزيد غدا."),
    "zh": ("港口很安静。", "明天会有更多消息。"),
    "ja": ("港は静かだった。", "詳細は明日わかる。"),
}


def paragraph(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    """Return a block that says `text`."""
    return Block(kind=kind, text=text)


def article(*texts: str | Block, headline: str = "A quiet day", language: str = "en") -> Article:
    """Return an article whose body is `texts`."""
    blocks = tuple(paragraph(text) if isinstance(text, str) else text for text in texts)
    return Article(
        url="https://courier.example/a", headline=headline, blocks=blocks, language=language
    )


def around(text: str, language: str) -> Article:
    """Return an article with `text` as a paragraph between two others; without one if empty."""
    first, last = _AROUND[language]
    return article(first, *([text] if text else []), last, language=language)
