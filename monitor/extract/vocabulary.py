"""The words by which pages name their parts and their furniture, in many languages.

No list here decides alone: names of elements are weighed against how much of the text they hold,
openings of lines against length and links.
"""

from __future__ import annotations

import re

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins del kbd label mark nobr q s samp "
    "small span strike strong sub sup time tt u var wbr img br ruby rt rp rb bdo picture amp-img "
    "center_ g-emoji math mi mo mn".split()
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
    "nav footer aside form button input dialog menu audio embed map amp-ad amp-sidebar label "
    "amp-carousel progress meter applet head title meta link".split()
)
"""Tags that hold no running text of an article."""

_NAME = r"(?:^|[\s_\-:./])(?:{})(?:$|[\s_\-:./])"

_FURNITURE = (
    r"toast\w*|bookmark\w*|whatsapp\w*|entry-info|prev-next\w*|wp-block-post\w*|wp-block-query\w*|post-excerpt|capping\w*|a11y\w*|infinite\w*|ot-\w+|ap-story-slug|print\w*|rollover\w*|tool-?tips?|hover-?card\w*|share\w*|sharing|social\w*|follow-?us|follow|follows|related\w*|recirc\w*|recommend\w*|more-?(?:stories|news|from|on|in|articles|like|links)|"
    r"also-?read|read-?(?:also|next|more)|readmore|most-?(?:read|popular|viewed|shared)|mostread|popular|trending|latest|"
    r"news-?letters?\w*|subscri\w*|sign-?up|signin|login|promo\w*|sponsor\w*|advert\w*|ads?|adv|ad-?(?:slot|unit|container|wrapper|box|block|space)\w*|"
    r"dfp|gpt|banner\w*|donat\w*|support-?us|contribut\w*-?(?:banner|box|cta)|cta|comments?|comment-?\w+|disqus\w*|respond|replies|"
    r"breadcrumbs?|pagination|pager|nav|navi|navigation|navbar|menu|toolbar|tools|print-?only|copyright|legal|disclaimer|"
    r"cookie\w*|consent|gdpr|pop-?up|modal|overlay|lightbox|outbrain|taboola|zergnet|widget\w*|side-?bar|rail|teasers?|"
    r"visually-?hidden|sr-?only|screen-?reader(?:-text)?|visuallyhidden|hidden|u-hidden|is-hidden|offscreen|assistive-?text|"
    r"gallery|galleries|player|video-?player|playlist|carousel|slider|slideshow|poll|survey|quiz|jp-relatedposts|sharedaddy|addtoany\w*|"
    r"addthis\w*|a2a\w*|footer|foot|page-?footer|bottom-?bar|author-?(?:box|bio|info|card|block|profile|description|wrap\w*)|about-?the-?author|"
    r"authorbox|biography|bio|tags|tag-?list|taglist|post-?tags|article-?tags|tag-?links|topics?|keywords|categories|cat-?links|rating|ratings|votes?|"
    r"feedback|reactions?|likes?|buttons?|btn|icons?|skip-?link|toc|table-of-contents|prev-?next|post-?nav\w*|"
    r"recommendations|suggest\w*|next-?(?:article|story|post)|up-?next|partner\w*|affiliate\w*|commerce|shop\w*|"
    r"paywall\w*|premium-?box|piano|offer|offers|subscribe-?box|app-?(?:promo|banner|download)|"
    r"inline-?(?:related|promo|newsletter|ad)|infobox-?related|"
    r"verwandt\w*|mehr-?zum-?thema|empfehl\w*|werbung|anzeigen?|teilen|partage\w*|partager|comparti\w*|condivid\w*|"
    r"kommentare?|commentaires?|comentarios?|commenti|relacionad[oa]s?|correlati|correlat\w*|leggi-?anche|lire-?aussi|"
    r"lees-?ook|leia-?(?:mais|tambem)|noticias-?relacionadas|artigos-?relacionados|publicidade?|publicidad|pubblicita|"
    r"reklam\w*|annons\w*|annonce\w*|reklama|povezane"
)
_MINOR = (
    r"by-?lines?|author\w*|auteurs?|autor\w*|autore|writer|writers|reporter|contributors?|date\w*|time|timestamp|published|publish\w*|"
    r"updated?|modified|meta|metadata|post-?meta|entry-?meta|post-?info|article-?info|article-?meta|info-?bar|dateline-?|captions?|figcaption|"
    r"wp-caption(?:-text|-dd)?|credits?|photo-?credit|image-?(?:credit|caption|source|info)|media-?(?:caption|credit|info)|"
    r"kicker|eyebrow|rubric|rubrik|label|tag|category|section-?(?:name|label)|counter|count|views?|read-?time|reading-?time|"
    r"headline|title|entry-?title|post-?title|source|quelle|fonte|fuente|pull-?quotes?|pullquotes?|legende?|bildunterschrift|didascalia|fact-?box"
)
FURNITURE = re.compile(_NAME.format(_FURNITURE), re.I)
MINOR = re.compile(_NAME.format(_MINOR), re.I)
CAPTION = re.compile(
    _NAME.format(
        r"captions?|figcaption|photo|image|img|bild|foto|picture|content-?image|image-?(?:container|text|wrapper|block)|media-?(?:image|text)|wp-caption(?:-text|-dd)?|legende?|bildunterschrift|didascalia|media-?caption|image-?caption"
    ),
    re.I,
)
CREDIT = re.compile(
    _NAME.format(
        r"credits?|photo-?credit|copyright|source|photographer|quelle|fotograf|agency|byline"
    ),
    re.I,
)
STANDFIRST = re.compile(
    _NAME.format(
        r"stand-?first|dek|deck|sub-?(?:title|headline|head|titulo|heading|line)|lead|lede|leadtext|chapo|chapeau|entradilla|bajada|sumario|"
        r"sottotitolo|occhiello_|vorspann|teaser-?text|intro|introduction|ingress|manchet|anlauf|summary|article-?(?:summary|lead|intro|description|subtitle|excerpt)|"
        r"excerpt|description|abstract|strapline|perex|linea-?fina|resumo|resumen|linha-?fina|copete"
    ),
    re.I,
)
BODY = re.compile(
    _NAME.format(
        r"(?:article|post|entry|story|news|page|main|content|text|item|blog)-?(?:body|content|text|inner|copy)|"
        r"body-?(?:content|copy|text)|artikel-?(?:text|inhalt|body)|corpo|cuerpo|contenido|conteudo|texte|brodtext|"
        r"richtext|rich-?text|wysiwyg|prose|storytext|articletext"
    ),
    re.I,
)
UNSEEN = re.compile(
    _NAME.format(
        r"visually-?hidden|sr-?only|screen-?reader(?:-text)?|hidden|u-hidden|is-hidden|offscreen|assistive-?text|tool-?tips?\w*|"
        r"rollover\w*|hover-?card\w*|popover\w*|share\w*|ads?|print-?only"
    ),
    re.I,
)
"""Names of what stands inside a line and is not part of it."""
OTHERS = re.compile(
    _NAME.format(
        r"related\w*|recirc\w*|recommend\w*|newsletters?\w*|comments?|comment-?(?:list|section|area)|disqus\w*|most-?(?:read|popular)|"
        r"promo\w*|outbrain|taboola|cookie\w*|read-?(?:also|next|more)|more-?(?:stories|news|from)"
    ),
    re.I,
)
"""Names of what is written by or about others, however much of it there is."""
NEVER_TEXT = re.compile(
    r"(?:^|[\s_-])(?:foot(?:er)?(?:$|[\s_-]\w*)|cookies?|consent|gdpr|onetrust|ot-|didomi|cmp|comments?-?(?:list|area|section)|disqus)",
    re.I,
)
"""Names of what is no article even where nothing else on the page has text."""
_HASHED = re.compile(r"\b(?:css|sc|jss|jsx|style|svelte|emotion|hyperion-css)-[\da-zA-Z]{4,}\b")
"""Names that style tools make up anew at each build."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def spread(name: str) -> str:
    """Return class names with their words set apart in one way: "-" for camelCase and "_"."""
    return _CAMEL.sub("-", _HASHED.sub("", name).replace("__", " ").replace("_", "-"))


_RELATED_LINES = (
    r"read (?:more|also|next|now|our|the full|about|here)|more:|more (?:on|from|about|in)\b|see (?:also|more)|related|also read|recommended|"
    r"watch|listen|don.t miss|click here|you may also|check out|"
    r"lire (?:aussi|également|la suite)|à lire|à voir|voir aussi|sur le même sujet|pour aller plus loin|"
    r"leggi (?:anche|pure|tutto)|per approfondire|guarda (?:anche|il)|approfondiment|"
    r"le[ea] (?:también|tambien|también|mais|más|además|também|aqui)|ver también|vea también|veja (?:também|mais)|saiba mais|te puede interesar|"
    r"mira también|más información|lesen sie|lies (?:auch|mehr)|mehr (?:zum|dazu|lesen|auf)|auch interessant|siehe auch|weiterlesen|"
    r"lees (?:ook|meer)|bekijk ook|les (?:også|mer|mere)|læs (?:også|mere)|läs (?:också|även|mer)|lue (?:myös|lisää)|"
    r"czytaj (?:także|też|również|więcej)|zobacz (?:także|też|również)|читайте|читать|смотрите|материалы по теме|дивіться|"
    r"ayrıca (?:bak|oku)|devamını oku|baca (?:juga|selengkapnya)|xem thêm|关于|延伸阅读|相关|もっと|あわせて|関連|続き|더 보기|관련"
)
RELATED_LINE = re.compile(r"^\W*(?:" + _RELATED_LINES + r")", re.I)
"""Openings of a line that leads elsewhere."""
LABEL_LINE = re.compile(
    r"^\W*(?:advert(?:isement|ising|orial)?|sponsored(?: content)?|ads?|anzeige|werbung|publicidad|publicité|publicidade|pubblicità|annons|"
    r"annonse|reklam[aey]?|реклама|iklan|quảng cáo|广告|広告|광고|إعلان|loading(?: content)?|comments?|share|caption|close|"
    r"story continues(?: below)?.*|article continues.*|continue reading.*|(?:continua|continúa|sigue) (?:a leggere|leyendo).*|toggle.*|(?:share (?:on|via|this).*|facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|telegram|instagram|copy link.*|copied.*)|"
    r"click to (?:share|play|expand|enlarge).*|enlarge image|image source|back to top|print|email|e-mail|subscribe|sign up|follow us|"
    r"recommended|more|video|play|gallery|photos?|expand|show more|hide|teilen|merken|drucken|kommentare?|partager|imprimer|"
    r"compartir|compartilhar|condividi|stampa|поделиться|комментарии|источник)\W*(?:\(\W*\d*\W*\))?\W*$",
    re.I,
)
"""Whole lines that are labels of furniture."""
CONTACT_LINE = re.compile(
    r"^\W*(?:get in touch|for more (?:stories|news|on)|our standards|bitte achten sie|уважаемые читатели|more stories|follow (?:@|us|him|her|them|me|the|our|[A-Z]\w+)|(?:you can )?(?:reach|contact|email|e-mail|write to|tweet) |like this story|"
    r"join (?:our|us|the)|subscribe (?:to|now)|sign up (?:for|to)|download (?:our|the)|get (?:our|the) (?:app|newsletter)|"
    r"have (?:a (?:tip|story)|something to)|got a (?:tip|story)|send (?:tips|your)|do you have a|copyright\b|©|\(c\)\s|all rights reserved|"
    r"(?:folgen|abonnieren) sie|suivez|síguenos|siga(?:-nos| o| a)?\b|segui(?:ci|teci)?\b|volg ons|følg oss|"
    r"this (?:material|document) (?:may not|is subject)|originally published|first published|last updated?|published\b|updated?\W*:|"
    r"via\b|citation:|source:|quellen?:|fuentes?:|fonte:|fontes:|tags?\b|topics?\b|filed under|image credits?|photo|schlagworte|themen:|"
    r"подпис|следите)",
    re.I,
)
"""Openings of the lines after an article: contacts, rights, sources, tags."""
CONSENT_LINE = re.compile(
    r"externe[rnsm]? inhalt|personenbezogene daten|datenschutzerkl|einverstanden|redaktioneller inhalt|external content|third.party content|"
    r"accept(?:ing)? (?:all )?cookies|privacy policy|cookies? (?:einstellungen|policy|settings|preferences)|contenu externe|"
    r"données personnelles|politique de confidentialité|accepte[rz]? les cookies|contenido externo|política de privacidad|"
    r"aceptar (?:las )?cookies|contenuto esterno|informativa sulla privacy|zustimm|widerruf",
    re.I,
)
"""What is said where an embed or a newsletter waits for consent."""
SIGNED_LINE = re.compile(
    r"(?:contributed (?:reporting|to this (?:report|story|article)|research)|(?:additional )?reporting by|editing by|compiled by|réservée? aux abonnés|to continue reading|already a subscriber|subscribe (?:now|today)|jetzt \w+ testen|mit agenturmaterial|im programm:)",
    re.I,
)
NEW_WINDOW = re.compile(
    r"^\W*(?:opens? in (?:a )?new (?:tab|window)|opens new (?:tab|window)|(?:öffnet )?(?:im|in) (?:neuen|neuem) (?:fenster|tab)|"
    r"nouvelle fenêtre|nueva (?:ventana|pestaña)|nuova (?:finestra|scheda))\W*$",
    re.I,
)
"""What is said to those who cannot see that a link opens elsewhere."""
PICTURE_LINE = re.compile(
    r"(?:[(\[]\s*(?:image|photo|picture|pic|foto|bild|credit|source|quelle|fonte|ap photo|getty|reuters|afp|file)\b[^)\]]{0,80}[)\]]|"
    r"\b(?:getty images|ap photo|/ ?(?:afp|getty|reuters|ap))\W*)$",
    re.I,
)
"""Ends of a caption."""
NOTICE_LINE = re.compile(
    r"^\W*(?:updated?\b|corrections?\b|clarifications?\b|corrected\b|editor.?s?.? note|note from the editor|"
    r"(?:an|this|the) (?:earlier|previous|article|story|post|piece|report)\b.{0,60}(?:version|updated|corrected|amended|edited|misstated|incorrectly)|"
    r"korrektur|berichtigung|anmerkung der redaktion|aktualisiert|in einer früheren|"
    r"rectificati(?:f|on)|mise? à jour|note de la rédaction|erratum|correzione|aggiornamento|"
    r"nota del(?:la redazione| editor| redactor)|correcci[oó]n|fe de errat|rectificaci|actualizaci|correção|errata|atualiza|"
    r"rättelse|rettelse|rettet|oikaisu|rectificatie|sprostowanie|aktualizacja|поправка|исправлен|уточнен|обновлен|update:|更正|訂正|정정)",
    re.I,
)
