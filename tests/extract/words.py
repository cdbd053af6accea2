"""Names of elements, and words of lines, by which pages show what is not the article's.

One for each word that the extractor knows; `|` parts those that have spaces in them.
"""

from __future__ import annotations

FURNITURE = """
    toast bookmark whatsapp entry-info prev-next wp-block-post wp-block-query post-excerpt
    capping a11y infinite ot-sdk ap-story-slug print rollover-block rollover-content
    rollover-card tooltip hovercard share sharing social followus follow follows related
    recirculation recommended morestories morenews morefrom moreon morein morearticles
    morelike morelinks alsoread readalso readnext  mostread mostpopular mostviewed
    mostshared popular trending latest newsletter subscription signup signin login promo
    sponsor advertisement ad adv adslot adunit adcontainer adwrapper adbox adblock adspace dfp
    gpt banner donation supportus contribute-banner contribute-box contribution-cta cta
    comment comment-thread disqus respond replies breadcrumb pagination pager nav navi
    navigation navbar menu toolbar tools printonly copyright legal disclaimer cookie consent
    gdpr popup modal overlay lightbox outbrain taboola zergnet widget sidebar rail
    visuallyhidden sronly screenreader hidden u-hidden is-hidden offscreen assistivetext
    gallery galleries player videoplayer playlist carousel slider slideshow poll survey quiz
    jp-relatedposts sharedaddy addtoany addthis a2a footer foot pagefooter bottombar authorbox
    authorbio authorinfo authorcard authorblock authorprofile authordescription authorwrap
    abouttheauthor biography bio tags taglist posttags articletags taglinks topic keywords
    categories catlinks rating ratings vote feedback reaction like button btn icon skiplink
    toc table-of-contents prevnext postnav recommendations suggest nextarticle nextstory
    nextpost upnext partner affiliate commerce shop paywallbox paywallprompt paywallmessage
    paywallbanner paywalloverlay paywallmodal paywallcta paywalloffer paywallwrapper
    premiumbox piano offer offers subscribebox apppromo appbanner appdownload inlinerelated
    inlinepromo inlinenewsletter inlinead infoboxrelated verwandt mehrzumthema empfehl werbung
    anzeige teilen partage partager comparti condivid kommentar commentaire comentario
    commenti relacionado correlati correlat leggianche lireaussi leesook leiamais leiatambem
    noticiasrelacionadas artigosrelacionados publicidad pubblicita reklam annons annonce
    reklama povezane
"""

MINOR = """
    byline author auteur autor autore writer writers reporter contributor date time timestamp
    published publish update modified meta metadata postmeta entrymeta postinfo articleinfo
    articlemeta infobar dateline caption figcaption wp-caption-text wp-caption-dd credit
    photocredit imagecredit imagecaption imagesource imageinfo mediacaption mediacredit
    mediainfo kicker eyebrow rubric rubrik label tag category sectionname sectionlabel counter
    count view readtime readingtime headline title entrytitle posttitle source quelle fonte
    fuente pullquote legend bildunterschrift didascalia factbox
"""

CAPTIONS = """
    caption figcaption photo image img bild foto picture contentimage imagecontainer imagetext
    imagewrapper imageblock mediaimage mediatext wp-caption-text wp-caption-dd legend
    bildunterschrift didascalia mediacaption imagecaption
"""

CREDITS = """
    credit photocredit copyright source photographer quelle fotograf agency byline
"""

STANDFIRSTS = """
    standfirst dek deck subtitle subheadline subhead subtitulo subheading subline lead lede
    leadtext chapo chapeau entradilla bajada sumario sottotitolo vorspann teasertext intro
    introduction ingress manchet anlauf summary articlesummary articlelead articleintro
    articledescription articlesubtitle articleexcerpt excerpt description abstract strapline
    perex lineafina resumo resumen linhafina copete
"""

BODIES = """
    articlebody postbody entrybody storybody newsbody pagebody mainbody contentbody textbody
    itembody blogbody articlecontent articletext articleinner articlecopy bodycontent bodycopy
    bodytext artikeltext artikelinhalt artikelbody corpo cuerpo contenido conteudo texte
    brodtext richtext wysiwyg prose storytext
"""

UNSEEN = """
    visuallyhidden sronly screenreader hidden u-hidden is-hidden offscreen assistivetext
    tooltip rollover-block rollover-content rollover-card hovercard popover share ad printonly
"""

OTHERS = """
    related recirculation recommended newsletter comment commentlist commentsection
    commentarea disqus mostread mostpopular gallery galleries carousel slideshow promo
    outbrain taboola cookie readalso readnext  morestories morenews morefrom
"""

NEVER = """
    foot cookie consent gdpr onetrust ot- didomi cmp commentlist commentarea commentsection
    disqus
"""

LAYOUTS = """
    has-sidebar with-sidebar no-sidebar without-sidebar content-sidebar main-sidebar has-rail
    has-banner has-ad has-widget has-comment has-related has-social has-share has-nav has-menu
    has-header has-footer sidebar-grid sidebar-layout
"""

KICKERS = """
    kicker eyebrow overline overtitle supertitle dachzeile spitzmarke antetitulo pretitulo
    volanta occhiello surtitre surtitulo chapeu bovenkop roofline topline preheadline
"""

RELATED = """
    read more | read also | read next | read now | read our | read the full | read about |
    read here | more: | more on | more from | more about | more in | see also | see more |
    related | also read | recommended | watch | listen | don't miss | click here |
    you may also | check out | lire aussi | lire également | lire la suite | à lire | à voir |
    voir aussi | sur le même sujet | pour aller plus loin | leggi anche | leggi pure |
    leggi tutto | per approfondire | guarda anche | guarda il | approfondiment | lee también |
    lee tambien | lee mais | lee más | lee además | lee também | lee aqui | ver también |
    vea también | veja também | veja mais | saiba mais | te puede interesar | mira también |
    más información | lesen sie | lies auch | lies mehr | mehr zum | mehr dazu | mehr lesen |
    mehr auf | auch interessant | siehe auch | weiterlesen | lees ook | lees meer | bekijk ook |
    les også | les mer | les mere | læs også | læs mere | läs också | läs även | läs mer |
    lue myös | lue lisää | czytaj także | czytaj też | czytaj również | czytaj więcej |
    zobacz także | zobacz też | zobacz również | читайте | читать | смотрите |
    материалы по теме | дивіться | ayrıca bak | ayrıca oku | devamını oku | baca juga |
    baca selengkapnya | xem thêm | 关于 | 延伸阅读 | 相关 | もっと | あわせて | 関連 | 続き |
    더 보기 | 관련
"""

LABELS = """
    advertisement | advertising | advertorial | sponsored | ad | anzeige | werbung |
    publicidad | publicité | publicidade | pubblicità | annons | annonse | reklam | реклама |
    iklan | quảng cáo | 广告 | 広告 | 광고 | إعلان | loading | comment | share | caption |
    close | story continues | article continues | continue reading | continua a leggere |
    continúa a leggere | sigue a leggere | continua leyendo | toggle | share on | share via |
    share this | facebook | twitter | x | linkedin | whatsapp | pinterest | reddit | telegram |
    instagram | copy link | copied | click to share | click to play | click to expand |
    click to enlarge | enlarge image | image source | back to top | print | email | e-mail |
    subscribe | sign up | follow us | recommended | more | video | play | gallery | photo |
    slideshow | bilderstrecke | fotostrecke | diaporama | fotogalería | galeria | expand |
    show more | hide | teilen | merken | drucken | kommentar | partager | imprimer | compartir |
    compartilhar | condividi | stampa | поделиться | комментарии | источник
"""

CONTACTS = """
    get in touch | for more stories | for more news | for more on | our standards |
    bitte achten sie | уважаемые читатели | more stories | follow @ | follow us | follow him |
    follow her | follow them | follow me | follow the | follow our | follow Ann | reach |
    contact | email | e-mail | write to | tweet | like this story | join our | join us |
    join the | subscribe to | subscribe now | sign up for | sign up to | download our |
    download the | get our app | get the app | get our newsletter | have a tip | have a story |
    have something to | got a tip | got a story | send tips | send your | do you have a |
    copyright | © | (c) | all rights reserved | folgen sie | abonnieren sie | suivez |
    síguenos | siga-nos | siga o | siga a | seguici | seguiteci | volg ons | følg oss |
    this material may not | this document may not | this material is subject |
    originally published | first published | last update | published | via | citation: |
    source: | quelle: | fuente: | fonte: | fontes: | tag | topic | filed under | image credit |
    photo | schlagworte | themen: | подпис | следите
"""

SIGNED = """
    contributed reporting | contributed to this report | contributed to this story |
    contributed to this article | contributed research | reporting by | reporting from |
    editing by | compiled by | réservé aux abonnés | to continue reading |
    already a subscriber | subscribe now | subscribe today | jetzt kostenlos testen |
    mit agenturmaterial | im programm:
"""

SUPPORT = """
    support our work | fund our work | back our work | support independent work |
    support quality work | support the work | support our journalism | support our newsroom |
    support our reporting | support our mission | support our campaign | make a donation |
    make a contribution | donate now | donate today | donate to | donate here |
    become a member | become a supporter | become a patron | become a subscriber |
    your support helps | a support helps | your donation helps | your contribution helps |
    your support makes | your support keeps | your support allows | unterstützen sie uns |
    unterstütze uns | unterstützt uns | unterstützen sie unsere | unterstützen sie unseren |
    unterstützen sie den | spenden sie | jetzt spenden | mitglied werden |
    unabhängige journalismus braucht | unabhängige journalismus kostet | soutenez |
    faites un don | apoya nuestro | apoya el | apoya a | hazte socio | haz una socio |
    hazte socia | hazte donación | dona ahora | dona aquí | apoie o | apoie a | apoie nosso |
    faça uma doação | sostienici | sostieni il | fai una donazione | steun ons | steun onze |
    word lid | støtt oss | støtt vårt | stöd oss | stöd vår | wesprzyj | wspieraj | поддержите |
    пожертв | підтримайте | підтримати нас
"""

ABOUT = """
    is a | is the | is our | is editor | is senior | is chief | is deputy | is author |
    is co-author | is currently | is based | has been | has written | has worked | has covered |
    covers | writes | works | reports | lives | joined | ist | schreibt | arbeitet | berichtet |
    lebt | est | écrit | couvre | travaille | es | escribe | trabaja | cubre | é | escreve |
    trabalha | cobre | è | scrive | lavora | segue | is een | schrijft | werkt | är | skriver |
    arbetar | er | jobber | jest | pisze | пишет | работает | освещает
"""

WINDOWS = """
    open in new tab | open in new window | opens new tab | opens new window | im neuen fenster |
    im neuen tab | nouvelle fenêtre | nueva ventana | nueva pestaña | nuova finestra |
    nuova scheda
"""

PICTURES = """
    (image) | (photo) | (picture) | (pic) | (foto) | (bild) | (credit) | (source) | (quelle) |
    (fonte) | (ap photo) | (getty) | (reuters) | (afp) | (file) | getty images | ap photo |
    Bo Lens/afp | Bo Lens/getty | Bo Lens/reuters | Bo Lens/ap
"""

NOTICES = """
    update | updated | updates | correction | corrections | corrections appended | clarification |
    corrected | clarified | retraction | erratum | errata | editor's note | editorial note |
    note from the editor | korrektur | berichtigung | richtigstellung | klarstellung |
    transparenzhinweis | anmerkung der redaktion | hinweis der redaktion | anm. d. red. |
    aktualisiert | aktualisierung | ergänzung | nachtrag | rectificatif | rectification |
    précision | note de la rédaction | ndlr | mise à jour | mis à jour | corrección |
    rectificación | aclaración | fe de erratas | fe de errores | nota del editor |
    nota de la redacción | actualización | actualizado | correção | retificação |
    esclarecimento | nota da redação | nota do editor | atualização | atualizado | correzione |
    errata corrige | rettifica | precisazione | nota della redazione | ndr | aggiornamento |
    aggiornato | correctie | rectificatie | verduidelijking | noot van de redactie | naschrift |
    bijgewerkt | aanvulling | rättelse | korrigering | förtydligande | uppdatering | uppdaterad |
    rettelse | rettet | berigtigelse | præcisering | presisering | opdatering | opdateret |
    oppdatering | oppdatert | oikaisu | korjaus | täsmennys | päivitys | päivitetty |
    sprostowanie | korekta | od redakcji | aktualizacja | oprava | opraveno | upřesnění |
    spresnenie | ispravak | ispravka | aktualizace | aktualizováno | doplněno | helyesbítés |
    helyreigazítás | javítás | pontosítás | frissítés | frissítve | erată | rectificare |
    corectură | precizare | actualizare | actualizat | διόρθωση | διευκρίνιση | επανόρθωση |
    ενημέρωση | ενημερώθηκε | поправка | исправлено | исправление | уточнено | уточнение |
    опровержение | от редакции | примечание редакции | обновлено | обновление | дополнено |
    виправлено | виправлення | уточнення | спростування | від редакції | оновлено | оновлення |
    доповнено | düzeltme | tekzip | editörün notu | güncelleme | güncellendi | تصحيح | توضيح |
    تنويه | استدراك | اصلاحیه | تحديث | תיקון | תיקון טעות | הבהרה | עדכון | עודכן | सुधार |
    भूल सुधार | संशोधन | स्पष्टीकरण | अपडेट | ralat | koreksi | klarifikasi | catatan redaksi |
    pembetulan | pembaruan | diperbarui | đính chính | cập nhật | 更正 | 勘误 | 勘誤 | 订正 |
    訂正 | 澄清 | 编者按 | 編者按 | 编辑注 | 編輯註 | 編集部注 | 修正 | お詫びと訂正 | おわび |
    更新 | 追記 | 追记 | 정정 | 정정보도 | 바로잡습니다 | 편집자 주 | 업데이트
"""

SPOKEN = """
    an earlier version of this story said | the previous version of our report gave |
    in an original version of this page stood | this article has been corrected, |
    this story was amended, | the article is since updated, | this post was edited, |
    updated with | updated to add | updated to reflect |
    in einer früheren Version dieses Textes hieß |
    einer früheren Fassung des Artikels nach war
"""

CONSENTS = """
    externe inhalt | personenbezogene daten | datenschutzerkl | einverstanden |
    redaktioneller inhalt | external content | third-party content | accept cookies |
    privacy policy | cookie einstellungen | cookie policy | cookie settings |
    cookie preferences | contenu externe | données personnelles | politique de confidentialité |
    accepte les cookies | contenido externo | política de privacidad | aceptar cookies |
    contenuto esterno | informativa sulla privacy | zustimm | widerruf |
    an dieser stelle finden | an dieser stelle findest | mit einem klick anzeigen |
    allow this content | view this content | load this content | show this content |
    allow the content | allow external content | content is hosted | content is provided |
    content is blocked | afficher le contenu | contenu est bloqué | contenu a été bloqué |
    ver este contenido | mostrar este contenido | ver el contenido
"""

BYLINES = """
    by x | von x | par x | por x | di x | da x | door x | av x | af x | от x | story by x |
    written by x | reported by x | posted by x | medically reviewed by x | photo by x | by
"""

PHOTOS = """
    photo | image | picture | foto | bild | credit | crédit | créditos | getty | via getty | © |
    source: | quelle: | fonte: | copyright | (c) | all rights reserved
"""

CHALLENGES = """
    just a moment... | attention required! | checking your browser |
    checking if the site connection | verify you are human | are you a robot |
    you're not a robot | enable javascript and cookies to continue | access denied |
    pardon our interruption | unusual traffic | ddos protection | security check |
    bot detection | captcha | you have been blocked | request unsuccessful. incapsula |
    bestätigen sie, dass sie ein mensch | bestätigen sie, dass sie kein roboter |
    sicherheitsüberprüfung | vérifions que vous êtes humain | confirmez que vous êtes humain |
    vérifions que vous n'êtes pas un robot | verifique eres humano | confirma eres humano |
    verifique usted eres humano | verifique você eres humano | verifique es humano |
    verifique é humano | verifique no eres un robot | verifique no es un robot |
    verifique não é um robô | no soy un robo | não sou un robo | verifica di essere umano |
    conferma di essere umano | verifica di non essere un robot | bevestig dat u een mens bent |
    controleer dat u een mens bent | potwierdź, że jesteś | подтвердите, что вы | вы не робот |
    人間であることを | ロボットではありません | 人机验证 | 安全验证 | 确认是真人 | 驗證是真人 |
    验证是真人 | 사람인지 확인 | 로봇이 아닙니다 | أنك إنسان | أنك لست
"""

MISSING = """
    404 | page not found | article not found | story not found | content not found |
    page n't found | not found | page does not exist | article does not exist |
    story does not exist | page doesn't exist | page no longer exists |
    page no longer available | article no longer available | story no longer available |
    content no longer available | cannot find the page | can't find the page |
    cannot find that page | cannot find this page | cannot find the article |
    cannot find the story | nicht gefunden | existiert nicht | nicht mehr verfügbar |
    seite gibt es nicht | introuvable | non trouvé | pas trouvé | n'existe pas | n'existe plus |
    n'est plus disponible | no se ha encontrado | no ha sido encontrado | no fue encontrado |
    no se ha podido encontrar | no hemos podido encontrar | no existe | no está disponible |
    não encontrado | não existe | não está disponível | non trovato | non esiste |
    non è più disponibile | niet gevonden | bestaat niet | hittades inte | finns inte |
    kunde inte hittas | ikke fundet | finnes ikke | findes ikke | ikke funnet | ei löydy |
    ei löytynyt | nie znaleziono | nie istnieje | nebyla nalezena | nem található | не найден |
    не существует | не знайдено | не існує | bulunamadı | 見つかりません | 存在しません |
    找不到 | 不存在 | 찾을 수 없 | 존재하지 않 | غير موجود | لم يتم العثور
"""

ERRORS = """
    500 | server error | bad gateway | service unavailable | gateway timeout |
    under maintenance | down for maintenance | scheduled maintenance | application error |
    wartungsarbeiten | error establishing a database | something went wrong |
    technical difficulties | interner fehler | technischer fehler | serverfehler |
    vorübergehend nicht erreichbar | erreur interne | erreur technique | erreur serveur |
    erreur est survenue | erreur s'est produite | error interno | error técnico |
    ha ocurrido un error | se ha producido un error | erro interno | erro técnico |
    ocorreu um erro | errore interno | errore tecnico | si è verificato un errore |
    ошибка сервера | произошла ошибка | er is een fout | er is iets fout | er is iets mis |
    något gick fel | noe gikk galt | noget gik galt | wystąpił błąd | bir hata oluştu |
    エラーが発生 | メンテナンス中 | 服务器错误 | 系统维护 | 오류가 발생 | en maintenance |
    en mantenimiento | tareas de mantenimiento | em manutenção | in manutenzione |
    технические работы | техническое обслуживание
"""

CONSENT_WORDS = """
    cookie | consent | gdpr | datenschutz | zustimm | einwillig | confidentialité | privacidad |
    privacy | akzeptier | toestemming | samtyck | samtykke | zgoda | partner | personalised |
    werbung | tracking | consentement | consentimient | consentiment | consenso | personalisad |
    personnalis | personalisiert | personalizzat | données personnelles | datos personales |
    dados pessoais | dati personali | personenbezogen | персональн | реклам | 同意 | クッキー |
    согласи | 隐私 | プライバシー | 쿠키 | 개인정보 | ملفات تعريف الارتباط
"""

CONSENT_ASKED = """
    our partners | your privacy | your consent | your device | your choices | unsere partner |
    ihrem gerät | mit werbung weiter | mit werbung lesen | mit werbung nutzen |
    ihre einwilligung | ihre zustimmung | ihre privatsphäre | wie gewohnt mit werbung |
    nos partenaires | votre consentement | votre vie privée | votre appareil | votre terminal |
    nuestros socios | tu privacidad | tu consentimiento | tu dispositivo | nossos parceiros |
    sua privacidade | tua privacidade | seu consentimento | nostri partner | nostri fornitori |
    tua privacy | vostra privacy | tuo consenso | vostro consenso | onze partners | je privacy |
    uw privacy | jouw privacy | je toestemming | je apparaat | våra partner | vore partnere |
    våre partnere | din samtycke | ditt samtycke | nasi partner | naszymi partner |
    twoja prywatno | twoja zgod | наши партн | ваш соглас | даёте согласие | 您的隐私 |
    我们和我们的合作伙伴 | お客様の同意 | お客様のプライバシー | 귀하의 동의 | 귀하의 개인정보 |
    موافقتك | خصوصيتك
"""

LOGINS = """
    login | signin | anmelden | einloggen | se connecter | connexion | iniciar sesion | entrar |
    accedi | inloggen | logga in | logg inn | zaloguj | войти | ログイン | 登录 | 로그인
"""

PAYWALLS = """
    subscribe | subscription | subscribers | already a member | already a subscriber |
    to continue reading | keep reading | réservé aux abonnés | abonnez | abonnieren |
    abonnenten | abonné | abonnement | abonner | abo | weiterlesen mit | suscrib | suscript |
    suscripc | assine | assinante | abbona | prenumer | подпис | 購読 | 有料会員 | 구독 | 订阅
"""

NETWORKS = """
    twitter | whatsapp | telegram | linkedin | pinterest | reddit | instagram | bluesky |
    mastodon | messenger | flipboard | xing | viber | вконтакте | одноклассники | weibo |
    wechat | 微信 | 微博
"""
