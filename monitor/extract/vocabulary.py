"""The words by which pages name their parts and their furniture, in many languages.

No list here decides alone: names of elements are weighed against how much of the text they hold,
openings of lines against length and links.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.extract.branches import branched

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "del",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
        "br",
        "ruby",
        "rt",
        "rp",
        "rb",
        "bdo",
        "picture",
        "amp-img",
        "g-emoji",
        "math",
        "mi",
        "mo",
        "mn",
    ]
)
"""Tags inside a line."""
DEAD = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "select",
    "textarea",
    "object",
    "canvas",
    "datalist",
)
"""Tags whose text nobody reads."""
FURNITURE_TAGS = frozenset(
    [
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "input",
        "dialog",
        "menu",
        "audio",
        "embed",
        "map",
        "amp-ad",
        "amp-sidebar",
        "label",
        "amp-carousel",
        "progress",
        "meter",
        "applet",
        "head",
        "title",
        "meta",
        "link",
    ]
)
"""Tags that hold no running text of an article."""


def is_inline(tag: str) -> bool:
    """Tell whether an element stands inside a line, as custom elements do by default."""
    return tag in INLINE or "-" in tag


_NAME = r"(?:^|[\s_\-:./])(?:{})(?:$|[\s_\-:./])"

_FURNITURE = (
    r"toast\w*|bookmark\w*|whatsapp\w*|entry-info|prev-next\w*|wp-block-post\w*|"
    r"wp-block-query\w*|post-excerpt|capping\w*|a11y\w*|infinite\w*|ot-\w+|ap-story-slug|"
    r"print\w*|rollover-(?:\w+-)?(?:block|content|card)|tool-?tips?|hover-?card\w*|share\w*|"
    r"sharing|social\w*|follow-?us|follow|follows|related\w*|recirc\w*|recommend\w*|"
    r"more-?(?:stories|news|from|on|in|articles|like|links)|"
    r"also-?read|read-?(?:also|next)|most-?(?:read|popular|viewed|shared)|"
    r"mostread|popular|trending|latest|"
    r"news-?letters?\w*|subscri\w*|sign-?up|signin|login|promo\w*|sponsor\w*|advert\w*|ads?|adv|"
    r"ad-?(?:slot|unit|container|wrapper|box|block|space)\w*|"
    r"dfp|gpt|banner\w*|donat\w*|support-?us|contribut\w*-?(?:banner|box|cta)|cta|comments?|"
    r"comment-?\w+|disqus\w*|respond|replies|"
    r"breadcrumbs?|pagination|pager|nav|navi|navigation|navbar|menu|toolbar|tools|print-?only|"
    r"copyright|legal|disclaimer|"
    r"cookie\w*|consent|gdpr|pop-?up|modal|overlay|lightbox|outbrain|taboola|zergnet|widget\w*|"
    r"(?:side|left|right)-?bar|rail|text-?widgets?|"
    r"visually-?hidden|sr-?only|screen-?reader(?:-text)?|visuallyhidden|hidden|u-hidden|"
    r"is-hidden|offscreen|assistive-?text|"
    r"\w*galler(?:y|ies)\w*|player|video-?player|playlist|carousel|slider|slideshow|poll|survey|"
    r"quiz|jp-relatedposts|sharedaddy|addtoany\w*|"
    r"addthis\w*|a2a\w*|footer|foot|page-?footer|bottom-?bar|author-?(?:box|bio|info|card|block|"
    r"profile|description|wrap\w*)|about-?the-?author|"
    r"authorbox|biography|bio|tags|tag-?list|taglist|post-?tags|article-?tags|tag-?links|"
    r"topics?|keywords|categories|cat-?links|rating|ratings|votes?|"
    r"feedback|reactions?|likes?|buttons?|btn|icons?|skip-?link|toc|table-of-contents|"
    r"prev-?next|post-?nav\w*|"
    r"recommendations|suggest\w*|next-?(?:article|story|post)|up-?next|partner\w*|affiliate\w*|"
    r"commerce|shop\w*|"
    r"paywall-?(?:box|prompt|message|banner|overlay|modal|cta|offer|wrapper)|premium-?box|piano|"
    r"offer|offers|subscribe-?box|app-?(?:promo|banner|download)|"
    r"inline-?(?:related|promo|newsletter|ad)|infobox-?related|"
    r"verwandt\w*|mehr-?zum-?thema|empfehl\w*|werbung|anzeigen?|teilen|partage\w*|partager|"
    r"comparti\w*|condivid\w*|"
    r"kommentare?|commentaires?|comentarios?|commenti|relacionad[oa]s?|correlati|correlat\w*|"
    r"leggi-?anche|lire-?aussi|"
    r"lees-?ook|leia-?(?:mais|tambem)|noticias-?relacionadas|artigos-?relacionados|publicidade?|"
    r"publicidad|pubblicita|"
    r"reklam\w*|annons\w*|annonce\w*|reklama|povezane"
)
_MINOR = (
    r"by-?lines?|author\w*|auteurs?|autor\w*|autore|writer|writers|reporter|contributors?|"
    r"date\w*|time|timestamp|published|publish\w*|"
    r"updated?|modified|meta|metadata|post-?meta|entry-?meta|post-?info|article-?info|"
    r"article-?meta|info-?bar|dateline-?|captions?|figcaption|"
    r"wp-caption(?:-text|-dd)?|credits?|photo-?credit|image-?(?:credit|caption|source|info)|"
    r"media-?(?:caption|credit|info)|"
    r"kicker|eyebrow|rubric|rubrik|label|tag|category|section-?(?:name|label)|counter|count|"
    r"views?|read-?time|reading-?time|"
    r"headline|title|entry-?title|post-?title|source|quelle|fonte|fuente|pull-?quotes?|"
    r"pullquotes?|legende?|bildunterschrift|didascalia|fact-?box"
)


def _called(alternatives: str) -> re.Pattern[str]:
    """Return the pattern of names that have one of `alternatives` as a word of theirs."""
    return re.compile(_NAME.format(branched(alternatives)), re.I)


FURNITURE = _called(_FURNITURE)
MINOR = _called(_MINOR)
_TEASER = re.compile(_NAME.format("teasers?|read-?more"))
"""Names of boxes that lead elsewhere, but also of the free first paragraphs of an article, and
of its last ones where they are folded."""
CAPTION = _called(
    r"captions?|figcaption|photo|image|img|bild|foto|picture|content-?image|"
    r"image-?(?:container|text|wrapper|block)|media-?(?:image|text)|wp-caption(?:-text|"
    r"-dd)?|legende?|bildunterschrift|didascalia|media-?caption|image-?caption"
)
CREDIT = _called(
    r"credits?|photo-?credit|copyright|source|photographer|quelle|fotograf|agency|byline"
)
STANDFIRST = _called(
    r"stand-?first|dek|deck|sub-?(?:title|headline|head|titulo|heading|line)|lead|lede|"
    r"leadtext|chapo|chapeau|entradilla|bajada|sumario|"
    r"sottotitolo|vorspann|teaser-?text|intro|introduction|ingress|manchet|"
    r"anlauf|summary|article-?(?:summary|lead|intro|description|subtitle|excerpt)|"
    r"excerpt|description|abstract|strapline|perex|linea-?fina|resumo|resumen|linha-?fina|"
    r"copete"
)
BODY = _called(
    r"(?:article|post|entry|story|news|page|main|content|text|item|blog)-?(?:body|content|"
    r"text|inner|copy)|"
    r"body-?(?:content|copy|text)|artikel-?(?:text|inhalt|body)|corpo|cuerpo|contenido|"
    r"conteudo|texte|brodtext|"
    r"richtext|rich-?text|wysiwyg|prose|storytext|articletext"
)
UNSEEN = _called(
    r"visually-?hidden|sr-?only|screen-?reader(?:-text)?|hidden|u-hidden|is-hidden|"
    r"offscreen|assistive-?text|tool-?tips?\w*|"
    r"rollover-(?:\w+-)?(?:block|content|card)|hover-?card\w*|popover\w*|share\w*|ads?|"
    r"print-?only"
)
"""Names of what stands inside a line and is not part of it."""
OTHERS = _called(
    r"related\w*|recirc\w*|recommend\w*|newsletters?\w*|comments?|comment-?(?:list|section|"
    r"area)|disqus\w*|most-?(?:read|popular)|"
    r"\w*galler(?:y|ies)\w*|carousel|slideshow|promo\w*|outbrain|taboola|cookie\w*|"
    r"read-?(?:also|next)|more-?(?:stories|news|from)"
)
"""Names of what is written by or about others, however much of it there is."""
NEVER_TEXT = re.compile(
    r"(?:^|[\s_-])"
    + branched(
        r"foot(?:er)?(?:$|[\s_-]\w*)|cookies?|consent|gdpr|onetrust|ot-|didomi|cmp(?:$|[\s_-])|"
        r"comments?-?(?:list|area|section)|disqus"
    ),
    re.I,
)
"""Names of what is no article even where nothing else on the page has text."""
POST = re.compile(
    r"twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|bluesky-embed|"
    r"mastodon-embed|reddit-embed"
)
"""Names of posts embedded from networks."""
_LAYOUT = re.compile(
    r"\b(?:has|with|no|without|content|main)-"
    r"(?:sidebars?|rails?|banners?|ads?|widgets?|comments?|related|social|share|nav|menu|header|"
    r"footer)\b"
    r"|\bsidebar-(?:grid|layout)|\blabel-+(?:visually-)?hidden\b"
)
"""Names that say what stands beside an element, or is hidden in it, not what it is."""
_HASHED = re.compile(r"\b(?:css|sc|jss|jsx|style|svelte|emotion|hyperion-css)-[\da-zA-Z]{4,}\b")
"""Names that style tools make up anew at each build."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=4096)
def spread(name: str) -> str:
    """Return class names with their words set apart in one way: "-" for camelCase and "_"."""
    plain = _HASHED.sub("", name).replace("__", "-").replace("_", "-")
    return _LAYOUT.sub("", _CAMEL.sub("-", plain).lower())


@lru_cache(maxsize=4096)
def says_furniture(name: str) -> bool:
    """Tell whether names of an element are those of furniture, and not of a body."""
    name = spread(name)
    return FURNITURE.search(name) is not None and BODY.search(name) is None


@lru_cache(maxsize=4096)
def says_teaser(name: str) -> bool:
    """Tell whether names of an element are those of a teaser."""
    return _TEASER.search(spread(name)) is not None and BODY.search(spread(name)) is None


@lru_cache(maxsize=4096)
def says_never(name: str) -> bool:
    """Tell whether names of an element are those of what is no article on any page."""
    return NEVER_TEXT.search(name) is not None


@lru_cache(maxsize=4096)
def says_minor(name: str) -> bool:
    """Tell whether names of an element are those of a byline, a date or the like."""
    name = spread(name)
    if not MINOR.search(name):
        return False
    return not CAPTION.search(name) and not STANDFIRST.search(name)


@lru_cache(maxsize=4096)
def says_caption(name: str) -> bool:
    """Tell whether names of an element are those of a picture or its caption."""
    return CAPTION.search(spread(name)) is not None
