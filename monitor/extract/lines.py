"""How the lines open or end by which furniture inside an article is told, in many languages.

No list here decides alone: `furniture` weighs them against length, links and place.
"""

from __future__ import annotations

import re

from monitor.extract.branches import branched

_RELATED_LINES = (
    r"read (?:more|also|next|now|our|the full|about|here)|more:|more (?:on|from|about|in)\b|"
    r"see (?:also|more)|related|also read|recommended|"
    r"watch|listen|don.t miss|click here|you may also|check out|"
    r"lire (?:aussi|également|la suite)|à lire|à voir|voir aussi|sur le même sujet|"
    r"pour aller plus loin|"
    r"leggi (?:anche|pure|tutto)|per approfondire|guarda (?:anche|il)|approfondiment|"
    r"le[ea] (?:también|tambien|también|mais|más|además|também|aqui)|ver también|vea también|"
    r"veja (?:também|mais)|saiba mais|te puede interesar|"
    r"mira también|más información|lesen sie|lies (?:auch|mehr)|mehr (?:zum|dazu|lesen|auf)|"
    r"auch interessant|siehe auch|weiterlesen|"
    r"lees (?:ook|meer)|bekijk ook|les (?:også|mer|mere)|læs (?:også|mere)|läs (?:också|även|"
    r"mer)|lue (?:myös|lisää)|"
    r"czytaj (?:także|też|również|więcej)|zobacz (?:także|też|również)|читайте|читать|смотрите|"
    r"материалы по теме|дивіться|"
    r"ayrıca (?:bak|oku)|devamını oku|baca (?:juga|selengkapnya)|xem thêm|关于|"
    r"延伸阅读|相关|もっと|あわせて|"
    r"関連|続き|더 보기|관련"
)
RELATED_LINE = re.compile(r"^\W*" + branched(_RELATED_LINES), re.I)
"""Openings of a line that leads elsewhere."""
LABEL_LINE = re.compile(
    r"^\W*"
    + branched(
        r"advert(?:isement|ising|orial)?|sponsored(?: content)?|ads?|anzeige|werbung|"
        r"publicidad|publicité|publicidade|pubblicità|annons|"
        r"annonse|reklam[aey]?|реклама|iklan|quảng cáo|广告|広告|광고|إعلان|loading(?: content)?|"
        r"comments?|share|caption|close|"
        r"story continues(?: below)?.*|article continues.*|continue reading.*|(?:continua|continúa|"
        r"sigue) (?:a leggere|leyendo).*|toggle.*|(?:share (?:on|via|this).*|facebook|twitter|x|"
        r"linkedin|whatsapp|pinterest|reddit|telegram|instagram|copy link.*|copied.*)|"
        r"click to (?:share|play|expand|enlarge).*|enlarge image|image source|back to top|print|"
        r"email|e-mail|subscribe|sign up|follow us|"
        r"recommended|more|video|play|gallery|photos?|slide ?show|"
        r"bilderstrecke|fotostrecke|diaporama|fotogaler\w+|galer[ií]a|expand|show more|hide|"
        r"teilen|merken|drucken|"
        r"kommentare?|评论|評論|コメント|댓글|最新报道|分享到?|partager|imprimer|"
        r"compartir|compartilhar|condividi|stampa|поделиться|комментарии|"
        r"источник"
    )
    + r"\W*(?:[(（]\W*\d*(?: \w+)?\W*[)）])?\W*$",
    re.I,
)
"""Whole lines that are labels of furniture."""
NETWORK = re.compile(
    r"facebook|twitter|whats-?app|telegram|linked-?in|pinterest|reddit|instagram|bluesky|mastodon|"
    r"messenger|flipboard|xing|viber|вконтакте|одноклассники|weibo|wechat|微信|微博",
    re.I,
)
"""Where readers share an article to, as a share bar says it."""
CONTACT_LINE = re.compile(
    r"^\W*"
    + branched(
        r"get in touch|for more (?:stories|news|on)|our standards|bitte achten sie|"
        r"уважаемые читатели|more stories|follow (?:@|us|him|her|them|me|the|our|[A-Z]\w+)|"
        r"(?:you can )?(?:reach|contact|email|e-mail|write to|tweet) |like this story|"
        r"join (?:our|us|the)|subscribe (?:to|now)|sign up (?:for|to)|download (?:our|the)|"
        r"get (?:our|the) (?:app|newsletter)|"
        r"have (?:a (?:tip|story)|something to)|got a (?:tip|story)|send (?:tips|your)|"
        r"do you have a|copyright\b|©|\(c\)\s|all rights reserved|"
        r"(?:folgen|abonnieren) sie|suivez|síguenos|siga(?:-nos| o| a)?\b|segui(?:ci|teci)?\b|"
        r"volg ons|følg oss|"
        r"this (?:material|document) (?:may not|is subject)|originally published|first published|"
        r"last updated?|published\b|"
        r"via\b|citation:|source:|quellen?:|fuentes?:|fonte:|fontes:|tags?\b|topics?\b|filed under|"
        r"image credits?|photo|schlagworte|themen:|"
        r"подпис|следите|"
        r"[(（【\[]?(?:责任?编辑|責任編輯|责编|責編|编辑|編輯|校对|校對|来源|來源|转载请注明|轉載請註明|"
        r"特别声明|免责声明|原标题)\s*[:：|丨/]|(?:更多|欢迎|扫描|扫一扫).{0,40}(?:二维码|关注|微信)|"
        r"写真\s*[:：]|無断転載|ⓒ|저작권자|무단\s?전재|"
        r"(?:المصدر|حقوق النشر)\s*:?"
    ),
    re.I,
)
"""Openings of the lines after an article: contacts, rights, sources, tags."""
CONSENT_LINE = re.compile(
    r"externe[rnsm]? inhalt|personenbezogene daten|datenschutzerkl|einverstanden|"
    r"redaktioneller inhalt|external content|third.party content|"
    r"accept(?:ing)? (?:all )?cookies|privacy policy|cookies? (?:einstellungen|policy|settings|"
    r"preferences)|contenu externe|"
    r"données personnelles|politique de confidentialité|accepte[rz]? les cookies|"
    r"contenido externo|política de privacidad|"
    r"aceptar (?:las )?cookies|contenuto esterno|informativa sulla privacy|zustimm|widerruf|"
    r"an dieser stelle find(?:en|est)|mit einem klick anzeigen|(?:allow|view|load|show) (?:this|"
    r"the|external) content|content is (?:hosted|provided|blocked)|afficher le contenu|"
    r"contenu (?:est |a été )?bloqué|(?:ver|mostrar) (?:este|el) contenido",
    re.I,
)
"""What is said where an embed or a newsletter waits for consent."""
CONSENT_STEMS = (
    "inhalt", "content", "cookie", "privac", "daten", "conteni", "contenu", "zustimm", "widerruf",
    "données", "confidentialité", "einverstanden",
)  # fmt: skip
"""One of these stands in each of them: a quick look before the slow one."""
SIGNED_LINE = re.compile(
    branched(
        r"contributed (?:reporting|to this (?:report|story|article)|research)|"
        r"(?:additional )?reporting (?:by|from)|editing by|compiled by|réservée? aux abonnés|"
        r"to continue reading|already a subscriber|subscribe (?:now|today)|jetzt \w+ testen|"
        r"mit agenturmaterial|im programm:"
    ),
    re.I,
)
ABOUT_LINE = re.compile(
    r"\b"
    + branched(
        r"is (?:an?|the|our|editor|senior|chief|deputy|author|co-?\w+|currently|based)|"
        r"has (?:been|written|worked|covered)|covers|writes|works|reports|lives|joined|"
        r"ist|schreibt|arbeitet|berichtet|lebt|est|écrit|couvre|travaille|es|escribe|trabaja|cubre|"
        r"é|escreve|trabalha|cobre|è|scrive|lavora|segue|is een|schrijft|werkt|är|skriver|arbetar|"
        r"er|jobber|jest|pisze|пишет|работает|освещает"
    )
    + r"(?:\W|$)",
    re.I,
)
"""What is said of authors at the end of their articles."""
SUPPORT_LINE = re.compile(
    branched(
        r"(?:support|fund|back) (?:our|independent|quality|the) (?:work|journalism|newsroom|"
        r"reporting|mission|campaign)|make a (?:donation|contribution)|"
        r"donate (?:now|today|to|here)|"
        r"become a (?:member|supporter|patron|subscriber)|(?:your|a) (?:support|"
        r"donation|contribution) (?:helps|makes|keeps|allows)|"
        r"unterstütz(?:en sie|e|t) (?:uns|unsere|unseren|den)\b|spenden sie|jetzt spenden|"
        r"mitglied werden|unabhängige\w* journalismus (?:braucht|kostet)|soutenez|faites un don|"
        r"apoya (?:nuestro|el|a)|haz(?:te| una) (?:socio|socia|donación)|dona (?:ahora|aquí)|"
        r"apoie (?:o|a|nosso)|faça uma doação|sostieni(?:ci| il)|fai una donazione|"
        r"steun (?:ons|onze)|word lid|støtt (?:oss|vårt)|stöd (?:oss|vår)|wesprzyj|wspieraj|"
        r"поддержите|пожертв|підтрима(?:йте|ти нас)"
    ),
    re.I,
)
"""How readers are asked for money after an article."""
NEW_WINDOW = re.compile(
    r"^\W*(?:opens? in (?:a )?new (?:tab|window)|opens new (?:tab|window)|(?:öffnet )?(?:im|"
    r"in) (?:neuen|neuem) (?:fenster|tab)|"
    r"nouvelle fenêtre|nueva (?:ventana|pestaña)|nuova (?:finestra|scheda))\W*$",
    re.I,
)
"""What is said to those who cannot see that a link opens elsewhere."""
DATE = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[:.h]\d\d\b|"
    r"\b\d{1,2}\.? [^\W\d_]{3,}\.?,? \d{4}\b|\b[^\W\d_]{3,}\.? \d{1,2}, \d{4}\b|\d{4}年\d"
)
"""A day or a time of day, as bylines write them."""
PICTURE_LINE = re.compile(
    r"(?=[(\[ga/])"
    r"(?:[(\[]\s*(?:image|photo|picture|pic|foto|bild|credit|source|quelle|fonte|ap photo|getty|"
    r"reuters|afp|file)\b[^)\]]{0,80}[)\]]|"
    r"\b(?:getty images|ap photo|/ ?(?:afp|getty|reuters|ap))\W*)$",
    re.I,
)
"""Ends of a caption. None is looked for where none of their first letters stands."""
_CORRECTED = (
    r"corrections?(?: appended)?|clarifications?|corrected|clarified|retractions?|errat(?:um|a)|"
    r"editor.?s?.? notes?|editorial note|note from the editors?|"
    r"korrektur|berichtigung|richtigstellung|klarstellung|transparenzhinweis|"
    r"(?:anmerkung|hinweis) der redaktion|anm\. d\. red\.?|"
    r"rectificati(?:f|on)|précision|note de la rédaction|ndlr|"
    r"correcci[oó]n|rectificaci[oó]n|aclaraci[oó]n|fe de (?:errat\w+|errores)|"
    r"nota de(?:l| la) (?:redacci[oó]n|editor|redactor)|"
    r"correção|retificação|esclarecimento|nota d[ao] (?:redação|editor)|"
    r"correzione|errata corrige|rettifica|precisazione|nota della redazione|ndr|"
    r"correctie|rectificatie|verduidelijking|noot van de redactie|naschrift|"
    r"rättelse|korrigering|förtydligande|rettelse|rettet|berigtigelse|præcisering|presisering|"
    r"oikaisu|korjaus|täsmennys|"
    r"sprostowanie|korekta|od redakcji|oprava|opraveno|upřesnění|spresnenie|isprav(?:ak|ka)|"
    r"helyesbítés|helyreigazítás|javítás|pontosítás|erată|rectificare|corectură|precizare|"
    r"διόρθωση|διευκρίνιση|επανόρθωση|"
    r"поправка|исправлен(?:о|ие|ия)|уточнен(?:о|ие|ия)|опровержение|"
    r"(?:от|примечание|прим\.) редакции|"
    r"виправлен(?:о|ня)|уточнен(?:о|ня)|спростування|від редакції|"
    r"düzeltme|tekzip|editörün notu|تصحيح|توضيح|تنويه|استدراك|اصلاحیه|"
    r"תיקון(?: טעות)?|הבהרה|(?:भूल )?सुधार|संशोधन|स्पष्टीकरण|"
    r"ralat|koreksi|klarifikasi|catatan redaksi|pembetulan|đính chính|"
    r"更正|勘误|勘誤|订正|訂正|澄清|编者按|編者按|编辑注|編輯註|編集部注|修正|"
    r"(?:お詫び|おわび)(?:と訂正)?|정정(?:보도)?|바로잡습니다|편집자\s?주"
)
_UPDATED = (
    r"updated?|updates|aktualisiert|aktualisierung|ergänzung|nachtrag|mise?s? à jour|"
    r"actualizaci[oó]n|actualizad[oa]|atualização|atualizad[oa]|aggiornamento|aggiornato|"
    r"bijgewerkt|aanvulling|uppdatering|uppdaterad|opdatering|opdateret|oppdatering|oppdatert|"
    r"päivitys|päivitetty|aktualizacja|aktualizace|aktualizováno|doplněno|frissítés|frissítve|"
    r"actualizare|actualizat|ενημέρωση|ενημερώθηκε|обновлен[оие]+|дополнено|оновлен(?:о|ня)|"
    r"доповнено|güncelleme|güncellendi|تحديث|עדכון|עודכן|अपडेट|pembaruan|diperbarui|cập nhật|"
    r"更新|追記|追记|업데이트"
)
_NAMED_END = (
    r"(?:[\s,(（\[]*(?=[^:：。]{0,30}\d)(?:[^\W\d_]{1,12}(?![^\W\d_])\.?[\s,]*|"
    r"\d[\d.:/年月日時分]*(?!\d)[^\W\d]{0,2}(?!\w)\.?[\s,]*){1,6})?\s*(?:[:：)）\]】］|–—]|-\s)"
)
"""What ends the name of a note: a mark, perhaps after a day or a time."""
CORRECTION_LINE = re.compile(
    rf"^\W*(?:{branched(_CORRECTED)}{_NAMED_END}|"
    r"(?:in )?(?:an?|the) (?:earlier|previous|original) version of (?:this|our) \w|"
    r"(?:this|the) (?:article|story|post|piece|page|column) (?:has been|was|is) "
    r"(?:since )?(?:updated|corrected|amended|edited|revised|clarified)\b(?! by\b)|"
    r"(?:in )?einer früheren (?:version|fassung) (?:dieses|des|unseres) \w+)",
    re.I,
)
"""A note that names itself, or speaks of the article: never the line of a date."""
UPDATE_LINE = re.compile(
    rf"^\W*(?:{branched(_UPDATED)}{_NAMED_END}|"
    r"updated (?:with|to (?:add|include|reflect|correct))\b)",
    re.I,
)
"""A note of an update, or the line of a date."""
DATED_LINE = re.compile(rf"^\W*(?:{_UPDATED}|corrected|rettet|исправлено|уточнено)(?!\w)", re.I)
"""Openings of the line that says when an article was edited."""
STOP = re.compile(r"[.!?…。！？։؟।][\"”»'’)]*\s*$")
"""How a sentence ends."""
