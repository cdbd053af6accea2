"""Tell what is not an article at all: challenges, walls, log-ins, error pages, shells, fronts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from monitor.extract.metadata import Metadata
from monitor.model import Failure, Reason

_CHALLENGE = re.compile(
    r"just a moment\.\.\.|attention required!|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|"
    r"enable javascript and cookies to continue|access (?:to this page has been )?denied|pardon our interruption|unusual traffic|"
    r"ddos protection|security check|bot detection|captcha|you have been blocked|request unsuccessful\. incapsula",
    re.I,
)
_CHALLENGE_MARKS = (
    b"cf-challenge",
    b"challenge-platform",
    b"_cf_chl_opt",
    b"px-captcha",
    b"captcha-delivery.com",
    b"_Incapsula_Resource",
    b"g-recaptcha",
    b"h-captcha",
    b"hcaptcha.com",
    b"awswaf",
    b"perimeterx",
    b"distil_r_captcha",
)
_SOFT_404 = re.compile(
    r"\b404\b|page (?:not found|cannot be found|can.t be found|does not exist|no longer exists)|not found|no longer available|"
    r"seite (?:nicht gefunden|existiert nicht)|nicht gefunden|page (?:introuvable|non trouvée)|introuvable|"
    r"página no (?:encontrada|existe)|no encontrada|página não encontrada|não encontrada|pagina non trovata|non trovata|"
    r"pagina niet gevonden|niet gevonden|sidan (?:kunde inte hittas|finns inte)|hittades inte|siden (?:blev ikke fundet|finnes ikke)|"
    r"strona nie (?:została znaleziona|istnieje)|nie znaleziono|страница не найдена|не найдена|не существует|sayfa bulunamadı|"
    r"ページが見つかりません|见つかりません|页面不存在|找不到|페이지를 찾을 수 없",
    re.I,
)
_ERROR = re.compile(
    r"^\s*(?:5\d\d\b|error\b.{0,10}5\d\d|(?:internal )?server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|site (?:is )?(?:under|down for) maintenance|scheduled maintenance|application error|wartungsarbeiten|database error|error establishing)",
    re.I,
)
_CONSENT = re.compile(
    r"cookies?|consent|gdpr|datenschutz|zustimm|einwillig|confidentialité|privacidad|privacy|akzeptier|toestemming|samtyck",
    re.I,
)
_LOGIN = re.compile(
    r"log ?in|sign ?in|anmelden|einloggen|se connecter|connexion|iniciar sesi[oó]n|accedi|inloggen|logga in|войти|ログイン|password|passwort|mot de passe|contraseña",
    re.I,
)
_PAYWALL = re.compile(
    r"subscrib|subscription|already a (?:member|subscriber)|to continue reading|keep reading|abonn|abo\b|weiterlesen mit|suscr[ií]b|suscripc|assin(?:e|ante)|abbonat|abonnement|prenumer|подпис|購読|会員|구독",
    re.I,
)


def not_article(
    page: Metadata,
    *,
    shown: str,
    html: bytes,
    blocks: int,
    words: int,
    url: str,
    final_url: str,
    status: int,
) -> Failure | None:
    """Return why the page is not an article, where it is not."""
    thin = words < 120
    title = page.title

    def fail(reason: Reason, detail: str, evidence: str = "") -> Failure:
        return Failure(reason=reason, detail=detail, status=status, evidence=evidence)

    if thin and (
        (mark := _CHALLENGE.search(title) or _CHALLENGE.search(shown[:2000]))
        or any(one in html for one in _CHALLENGE_MARKS)
        and len(shown) < 1500
    ):
        return fail(
            Reason.CHALLENGE,
            "the site asks for proof that a person is looking",
            mark[0] if mark else title,
        )
    if thin and (mark := _SOFT_404.search(title) or _SOFT_404.search(shown[:600])):
        return fail(Reason.SOFT_404, "the page says that the article is not there", mark[0])
    if words < 60 and (mark := _ERROR.search(title) or _ERROR.search(shown[:300])):
        return fail(Reason.ERROR_PAGE, "the page is an error message of the server", mark[0])
    path, final = urlsplit(url).path.strip("/"), urlsplit(final_url).path.strip("/")
    if path and not final:
        return fail(Reason.FRONT_PAGE, "the address now leads to the front page", final_url)
    if thin and (mark := _PAYWALL.search(shown)) and words < 80 and blocks:
        return fail(Reason.PAYWALL, "only a teaser is shown to those who do not subscribe", mark[0])
    if words < 30:
        return _thin(fail, shown)
    return None


def _thin(fail: object, shown: str) -> Failure:
    assert callable(fail)
    result: Failure
    if len(shown) < 200:
        result = fail(Reason.EMPTY_SHELL, "the page has no text without its scripts")
    elif len(_CONSENT.findall(shown)) > 4:
        result = fail(Reason.CONSENT, "a consent wall stands before the article", shown[:200])
    elif _LOGIN.search(shown[:1500]) and len(shown) < 3000:
        result = fail(Reason.LOGIN, "the page asks to log in", shown[:200])
    elif _PAYWALL.search(shown[:3000]) and len(shown) < 3000:
        result = fail(Reason.PAYWALL, "the article is shown to subscribers only", shown[:200])
    else:
        result = fail(
            Reason.NOT_AN_ARTICLE, "the page has no running text that could be an article"
        )
    return result
