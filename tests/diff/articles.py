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
    "sv": ("Rådet sammanträdde i salen på torget.", "Resten av kvällen passerade lugnt."),
    "da": ("Byrådet mødtes i salen på torvet.", "Resten af aftenen gik stille."),
    "no": ("Rådet møttes i salen på torget.", "Resten av kvelden gikk stille."),
    "fi": ("Valtuusto kokoontui torin saliin.", "Loppuilta sujui rauhallisesti."),
    "cs": ("Rada se sešla v sále na náměstí.", "Zbytek večera proběhl klidně."),
    "hu": ("A tanács a téri teremben ült össze.", "Az este többi része csendben telt."),
    "ro": ("Consiliul s-a reunit în sala din piață.", "Restul serii a trecut liniștit."),
    "el": ("Το συμβούλιο συνήλθε στην αίθουσα.", "Το υπόλοιπο βράδυ πέρασε ήσυχα."),
    "id": ("Dewan bertemu di aula alun-alun.", "Sisa malam berlalu dengan tenang."),
    "he": ("המועצה התכנסה באולם שבכיכר.", "שאר הערב עבר בשקט."),
    "hi": ("परिषद की बैठक चौक के भवन में हुई।", "बाकी शाम शांति से बीती।"),
    "ko": ("의회는 광장의 회의장에서 모였다.", "저녁은 조용히 지나갔다."),
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
