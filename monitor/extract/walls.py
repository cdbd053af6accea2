"""Tell what is not an article at all: challenges, walls, log-ins, error pages, shells, fronts.

Words alone never decide: a page is judged by them only where it has little running text of its
own, since articles write about subscriptions, cookies and missing pages too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from monitor.extract.metadata import Metadata
from monitor.model import Article, Failure, Reason, address_key, recognised

_CHALLENGE = re.compile(
    r"just a moment\.\.\.|attention required!|checking (?:your browser|if the site connection)|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|you.re not a robot|"
    r"enable javascript and cookies to continue|access (?:to this page has been )?denied|"
    r"pardon our interruption|unusual traffic|ddos protection|security check|bot detection|"
    r"captcha|you have been blocked|request unsuccessful\. incapsula|"
    r"bestätigen sie, dass sie (?:ein mensch|kein roboter)|sicherheitsüberprüfung|"
    r"(?:vérifi\w+|confirm\w+) que vous (?:êtes (?:un )?(?:être )?humain|n.êtes pas un robot)|"
    r"(?:verifi\w+|confirm\w+) (?:que )?(?:(?:usted |você )?(?:eres|es|é) (?:un ser )?humano|"
    r"(?:usted )?no (?:eres|es) un robot|(?:você )?não é um robô)|"
    r"(?:no soy|não sou) u[nm] rob[oô]t?|"
    r"(?:verific\w+|conferm\w+) di (?:essere (?:un essere )?umano|non essere un robot)|"
    r"(?:bevestig|controleer) dat u een mens bent|potwierdź, że (?:nie )?jesteś|"
    r"подтвердите, что вы|вы не робот|(?:あなたが)?人間であることを|ロボットではありません|"
    r"人机验证|安全验证|(?:确认|驗證|验证)您?是真人|사람인지 확인|로봇이 아닙니다|"
    r"أنك (?:إنسان|لست)",
    re.I,
)
_FRONT = re.compile(r"(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:home)?", re.I)
"""Front pages stand at the root, or at a language or an edition right below it."""
_CHALLENGE_MARKS = (
    b"cf-challenge",
    b"/cdn-cgi/challenge-platform/h/",
    b"_cf_chl_opt",
    b"px-captcha",
    b"captcha-delivery.com",
    b"_Incapsula_Resource",
    b"g-recaptcha",
    b"h-captcha",
    b"hcaptcha.com",
    b"awsWafCookieDomainList",
    b"distil_r_captcha",
)
_SOFT_404 = re.compile(
    r"\b404\b|(?:page|article|story|content)\b.{0,40}\b(?:not|n.t) (?:be )?found|not found|"
    r"(?:page|article|story)\b.{0,40}\b(?:does not exist|doesn.t exist|no longer exists)|"
    r"(?:page|article|story|content)\b.{0,40}\bno longer available|"
    r"can(?:no|.)t (?:seem to )?find (?:the|that|this) (?:page|article|story)|"
    r"nicht gefunden|existiert nicht|nicht mehr verfügbar|seite gibt es (?:leider )?nicht|"
    r"introuvable|non trouvée?|pas (?:été )?trouvée?|n.existe (?:pas|plus)|n.est plus disponible|"
    r"no (?:se ha |ha sido |fue )?encontrad[oa]|no (?:se ha|hemos) (?:podido )?encontra\w+|"
    r"no existe|(?:ya )?no está disponible|não (?:foi )?encontrad[oa]|não existe|"
    r"não está (?:mais )?disponível|"
    r"non (?:è stat[oa] )?trovat[oa]|non esiste|non è più disponibile|"
    r"niet gevonden|bestaat niet|hittades inte|finns inte|kunde inte hittas|"
    r"ikke fundet|finnes ikke|findes ikke|ikke funnet|ei löy(?:dy|tynyt)|"
    r"nie znaleziono|nie istnieje|nebyla nalezena|nem található|не найден[аоы]?|"
    r"не существует|не знайдено|не існує|bulunamadı|見つかりません|存在しません|找不到|不存在|"
    r"찾을 수 없|존재하지 않|غير موجودة?|لم يتم العثور",
    re.I,
)
_ERROR = re.compile(
    r"^\W*(?:error\W{0,3})?5\d\d\b|(?:internal )?server error|bad gateway|"
    r"service (?:is )?(?:temporarily )?unavailable|gateway time-?out|"
    r"(?:under|down for|scheduled) maintenance|application error|wartungsarbeiten|"
    r"error establishing a database|something went wrong|technical difficulties|"
    r"(?:interner |technischer )(?:server)?fehler|serverfehler|vorübergehend nicht erreichbar|"
    r"erreur (?:interne|technique|serveur)|(?:une )?erreur (?:est survenue|s.est produite)|"
    r"error (?:interno|técnico)|(?:ha ocurrido|se ha producido) un error|"
    r"erro (?:interno|técnico)|ocorreu um erro|errore (?:interno|tecnico)|"
    r"si è verificato un errore|ошибка сервера|произошла ошибка|"
    r"er is (?:een fout|iets (?:fout|mis))|något gick fel|noe gikk galt|noget gik galt|"
    r"wystąpił błąd|bir hata oluştu|エラーが発生|メンテナンス中|服务器错误|系统维护|오류가 발생|"
    r"en maintenance|en mantenimiento|tareas de mantenimiento|em manutenção|in manutenzione|"
    r"технические работы|техническ\w+ обслуживани",
    re.I,
)
_CONSENT = re.compile(
    r"cookies?|consent|gdpr|datenschutz|zustimm|einwillig|confidentialité|privacidad|privacy|"
    r"akzeptier|toestemming|samtyck|samtykke|zgod[aęy]|partners?|personali[sz]ed|werbung|"
    r"tracking|consentement|consentimient|consentiment|consenso|personali[sz]ad|personnalis|"
    r"personalisiert|personalizzat|données personnelles|datos personales|dados pessoais|"
    r"dati personali|personenbezogen|персональн|реклам|"
    r"同意|クッキー|согласи|隐私|プライバシー|쿠키|개인정보|ملفات تعريف الارتباط",
    re.I,
)
_CONSENT_ASKED = re.compile(
    r"\bour (?:[\d,.]+ )?(?:\w+ )?partners|\byour (?:privacy|consent|device|choices)\b|"
    r"unsere[nr]? (?:[\d.]+ )?partner|ihrem gerät|mit werbung (?:weiter|lesen|nutzen)|"
    r"ihre[rn]? (?:einwilligung|zustimmung|privatsphäre)|wie gewohnt mit werbung|"
    r"nos (?:[\d ]+ )?partenaires|votre (?:consentement|vie privée|appareil|terminal)|"
    r"nuestros (?:[\d.]+ )?socios|\b[ts]u (?:privacidad|consentimiento|dispositivo)|"
    r"nossos (?:[\d.]+ )?parceiros|(?:sua|tua) privacidade|seu consentimento|"
    r"nostri (?:[\d.]+ )?(?:partner|fornitori)|(?:tua|vostra) privacy|(?:tuo|vostro) consenso|"
    r"onze (?:[\d.]+ )?partners|\b(?:je|uw|jouw) (?:privacy|toestemming|apparaat)|"
    r"våra (?:\d+ )?partner|vore (?:\d+ )?partnere|våre (?:\d+ )?partnere|d(?:in|itt?) samty[ck]|"
    r"nas(?:i|zymi) partner|twoj\w+ (?:prywatno|zgod)|наши\w* партн|ваш\w* соглас|даёте согласие|"
    r"您的隐私|我们和我们的合作伙伴|お客様の(?:同意|プライバシー)|"
    r"귀하의 (?:동의|개인정보)|موافقتك|خصوصيتك",
    re.I,
)
"""How a wall speaks to its reader; articles about cookies speak of others."""
_FEW = 45
"""Words of running text from which on its words alone do not make it a wall or an error."""
_MOST_CONSENT = 300
"""Words that no consent wall exceeds."""
_TEASER = 30
"""Words of a block, at the mean, from which on blocks are no teasers."""
_LOGIN = re.compile(
    r"log ?in|sign ?in|anmelden|einloggen|se connecter|connexion|iniciar sesi[oó]n|entrar|accedi|"
    r"inloggen|logga in|logg inn|zaloguj|войти|ログイン|登录|로그인",
    re.I,
)
_PASSWORD = re.compile(rb"type\s*=\s*[\"']?password", re.I)
_PAYWALL = re.compile(
    r"subscri(?:be|ption|bers)|already a (?:member|subscriber)|to continue reading|keep reading|"
    r"réservée? aux abonnés|abonn(?:ez|ieren|enten|és?|ement|er)|\babo\b|weiterlesen mit|"
    r"suscr[ií]b|suscript|suscripc|assin(?:e|ante)|abbona|prenumer|подпис|購読|有料会員|구독|订阅",
    re.I,
)
_WALL_NAME = re.compile(
    rb"(?:class|id)\s*=\s*[\"'][^\"'>]*(?:paywall|pay-wall|regwall|subscriber-only|"
    rb"meteredcontent|"
    rb"premium-wall|piano-offer|tp-modal|subscribe-wall)",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What there is to judge a page by."""

    page: Metadata
    html: bytes
    show: Callable[[], str]
    """Gives all text outside of scripts, once more for the asking."""
    words: int
    """Words of running text."""
    sentences: int
    """Blocks of running text that are as long as a sentence."""
    texts: tuple[str, ...]
    """The blocks of running text."""
    related: int
    """Blocks that lead to other articles."""
    count: Callable[[], int]
    """Counts the links to other places of the same kind, in all of the page."""
    url: str
    final_url: str
    status: int

    @property
    def shown(self) -> str:
        """All text outside of scripts, by which few pages are judged."""
        return self.show()

    @property
    def links(self) -> int:
        """Links to other places of the same kind, by which few pages are judged."""
        return self.count()


def why_not(seen: Seen, previous: Article | None = None) -> Failure | None:
    """Return why the page is not an article, or None where nothing says that it is none.

    `previous` is the article as it was last read there.
    """
    for judge in (_challenge, _missing, _broken, _consent, _front, _paywall, _nothing, None):
        found = _shrunk(seen, previous) if judge is None else judge(seen)
        if found is not None:
            reason, detail, evidence = found
            return Failure(
                reason=reason, detail=detail, status=seen.status, evidence=evidence[:300]
            )
    return None


Verdict = tuple[Reason, str, str] | None


def _challenge(seen: Seen) -> Verdict:
    if seen.words > 120:
        return None
    titled = _CHALLENGE.search(seen.page.title)
    said = titled or _CHALLENGE.search(seen.shown[:2000])
    mark = next((mark for mark in _CHALLENGE_MARKS if mark in seen.html), None)
    if said is not None and (mark or seen.words < (80 if titled else _FEW)):
        return Reason.CHALLENGE, "the site asks for proof that a person is looking", said[0]
    if mark is not None and len(seen.shown) < 800:
        return Reason.CHALLENGE, "the site asks for proof that a person is looking", mark.decode()
    return None


def _missing(seen: Seen) -> Verdict:
    if seen.words > 120 or is_stated_article(seen.page):
        return None
    said = _SOFT_404.search(seen.page.title) or (
        _SOFT_404.search(seen.shown[:800]) if seen.words < 60 else None
    )
    if said is None:
        return None
    return Reason.SOFT_404, "the page says that the article is not there", said[0]


def _broken(seen: Seen) -> Verdict:
    if seen.words > 80 or is_stated_article(seen.page):
        return None
    shown = seen.shown[:300] if seen.words < _FEW else ""
    said = _ERROR.search(seen.page.title) or _ERROR.search(shown)
    if said is None:
        return None
    return Reason.ERROR_PAGE, "the page is an error message of the server", said[0]


def _consent(seen: Seen) -> Verdict:
    """Tell a wall by what is read as running text: banners beside an article are not."""
    if seen.words > _MOST_CONSENT or is_stated_article(seen.page):
        return None
    text = seen.shown[:5000] if seen.words < 20 else " ".join(seen.texts)
    asked = _CONSENT_ASKED.search(text)
    said = [one.casefold() for one in _CONSENT.findall(text)]
    if asked is None or len(said) < 3 or len(set(said)) < 2:
        return None
    return Reason.CONSENT, "a consent wall stands before the article", text[asked.start() :]


def _front(seen: Seen) -> Verdict:
    asked, got = _below_front(seen.url), _below_front(seen.final_url)
    if asked and not got:
        return Reason.FRONT_PAGE, "the address now leads to the front page", seen.final_url
    kind = (seen.page.first("og:type") or "").lower()
    home = kind == "website" or not (asked or got)
    if not home or is_stated_article(seen.page):
        return None
    few = seen.sentences < 3 or seen.words < _TEASER * len(seen.texts)
    leads = seen.links > 25 and few and seen.sentences < seen.links / 4 and seen.words < 400
    leads = leads or (seen.related > seen.sentences and seen.words < 150)
    if leads:
        return Reason.FRONT_PAGE, "the page leads to articles and is none", f"{seen.links} links"
    return None


def _below_front(url: str) -> str:
    """Return what stands in `url` after its host; empty where it is the front page's.

    What only says how a reader came is left out: sites send them to the front page with it.
    """
    below = address_key(url).partition("/")[2].rstrip("/")
    return "" if _FRONT.fullmatch(below) else below


def _paywall(seen: Seen) -> Verdict:
    if seen.words >= 45:
        return None
    said = _PAYWALL.search(seen.shown)
    if said is None or not (is_locked(seen.page) or _WALL_NAME.search(seen.html)):
        return None
    detail = "only a teaser is shown to those who do not subscribe"
    return Reason.PAYWALL, detail if seen.sentences else "shown to subscribers only", said[0]


def _shrunk(seen: Seen, previous: Article | None) -> Verdict:
    """Tell a teaser from a deletion: little is left, all of it from before, and a wall is there."""
    if previous is None or sum(map(len, seen.texts)) * 2 > len(previous.text):
        return None
    said = _PAYWALL.search(seen.shown)
    if said is None or not (is_locked(seen.page) or _WALL_NAME.search(seen.html)):
        return None
    if recognised(seen.texts, previous.text.split("\n")).count(None) > 2:
        return None
    return Reason.PAYWALL, "the article has shrunk to a teaser for subscribers", said[0]


def _nothing(seen: Seen) -> Verdict:
    if seen.sentences and (seen.words >= 20 or is_stated_article(seen.page)):
        return None
    shown = seen.shown
    asked = [one.casefold() for one in _CONSENT.findall(shown[:5000])]
    if len(asked) > 3 and len(set(asked)) > 1:
        return Reason.CONSENT, "a consent wall stands before the article", shown
    if _LOGIN.search(shown[:2000]) and _PASSWORD.search(seen.html) and len(shown) < 3000:
        return Reason.LOGIN, "the page asks to log in", shown
    if _PAYWALL.search(shown[:3000]) and len(shown) < 3000:
        return Reason.PAYWALL, "shown to subscribers only", shown
    if len(shown) < 250:
        return Reason.EMPTY_SHELL, "the page has no text without its scripts", shown
    if seen.links > 25:
        return Reason.FRONT_PAGE, "the page leads to articles and is none", f"{seen.links} links"
    return Reason.NOT_AN_ARTICLE, "the page has no running text that could be an article", shown


def asks_to_subscribe(text: str) -> bool:
    """Tell whether `text` has words of a paywall; articles about such things have them, too."""
    return _PAYWALL.search(text) is not None


def is_locked(page: Metadata) -> bool:
    """Tell whether the page states that its article is not for everybody."""
    free = page.article.get("isAccessibleForFree")
    tier = (page.first("article:content_tier") or "").lower()
    return str(free).lower() in ("false", "no") or tier == "locked"


def is_stated_article(page: Metadata) -> bool:
    """Tell whether the page states that it is an article."""
    return bool(page.article.get("headline")) or (page.first("og:type") or "").lower() == "article"
