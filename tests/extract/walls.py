"""What walls, error pages and log-ins say, by reason and language, as such services send it."""

from __future__ import annotations

from monitor.model import Reason

TITLED: dict[Reason, tuple[tuple[str, str, str], ...]] = {
    Reason.SOFT_404: (
        ("en", "Page not found", "Sorry, we can't find the page you are looking for."),
        (
            "en",
            "Oops!",
            "The page you requested could not be found. It may have been moved or deleted.",
        ),
        ("de", "Seite nicht gefunden", "Die gewünschte Seite konnte leider nicht gefunden werden."),
        ("de", "Fehler 404", "Diese Seite gibt es nicht mehr."),
        ("fr", "Page introuvable", "La page que vous recherchez n'existe pas ou a été déplacée."),
        ("fr", "Oups", "Cette page n’existe plus."),
        ("es", "Página no encontrada", "Lo sentimos, la página que buscas no existe."),
        ("es", "Vaya", "No hemos podido encontrar la página que busca."),
        ("pt", "Página não encontrada", "A página que você procura não foi encontrada."),
        ("it", "Pagina non trovata", "La pagina che stai cercando non esiste o è stata rimossa."),
        ("it", "Ops", "Spiacenti, il contenuto richiesto non è più disponibile."),
        ("ru", "Страница не найдена", "Запрашиваемая страница не найдена или была удалена."),
        ("ru", "Ошибка", "К сожалению, такой страницы не существует."),
        ("ja", "ページが見つかりません", "お探しのページは見つかりませんでした。"),
        ("zh", "页面不存在", "抱歉，您访问的页面不存在或已被删除。"),
        ("ar", "الصفحة غير موجودة", "عذرا، الصفحة التي تبحث عنها غير موجودة."),
        ("nl", "Pagina niet gevonden", "De pagina die u zoekt bestaat niet of is verplaatst."),
        ("pl", "Nie znaleziono strony", "Strona, której szukasz, nie istnieje."),
        ("sv", "Sidan hittades inte", "Sidan du letar efter finns inte längre."),
        ("tr", "Sayfa bulunamadı", "Aradığınız sayfa bulunamadı."),
        ("ko", "페이지를 찾을 수 없습니다", "요청하신 페이지를 찾을 수 없습니다."),
    ),
    Reason.ERROR_PAGE: (
        ("en", "500 Internal Server Error", "The server encountered an internal error."),
        (
            "en",
            "Service Unavailable",
            "The site is temporarily unavailable. Please try again later.",
        ),
        ("en", "Oops", "Something went wrong. Please try again later."),
        (
            "de",
            "Wartungsarbeiten",
            "Unsere Seite ist wegen Wartungsarbeiten vorübergehend nicht erreichbar.",
        ),
        (
            "de",
            "Fehler",
            "Es ist ein technischer Fehler aufgetreten. Bitte versuchen Sie es später erneut.",
        ),
        ("fr", "Erreur", "Une erreur est survenue. Veuillez réessayer plus tard."),
        ("fr", "Maintenance", "Le site est actuellement en maintenance."),
        ("es", "Error interno del servidor", "Ha ocurrido un error. Inténtelo de nuevo más tarde."),
        ("es", "En mantenimiento", "Estamos realizando tareas de mantenimiento."),
        ("pt", "Erro", "Ocorreu um erro. Tente novamente mais tarde."),
        ("it", "Errore", "Si è verificato un errore. Riprova più tardi."),
        ("ru", "Технические работы", "На сайте ведутся технические работы. Приносим извинения."),
        ("ru", "Ошибка сервера", "Внутренняя ошибка сервера. Попробуйте позже."),
    ),
    Reason.CHALLENGE: (
        ("en", "Just a moment...", "Verifying you are human. This may take a few seconds."),
        (
            "en",
            "Access Denied",
            "You don't have permission to access this resource. Reference #18.2f.",
        ),
        (
            "en",
            "Are you a robot?",
            "Please make sure your browser supports JavaScript and cookies.",
        ),
        (
            "de",
            "Nur einen Moment…",
            "Bestätigen Sie, dass Sie ein Mensch sind. Das kann einige Sekunden dauern.",
        ),
        ("de", "Sicherheitsüberprüfung", "Bitte bestätigen Sie, dass Sie kein Roboter sind."),
        (
            "fr",
            "Un instant…",
            "Vérification que vous êtes humain. Cela peut prendre quelques secondes.",
        ),
        ("fr", "Contrôle de sécurité", "Confirmez que vous n’êtes pas un robot."),
        (
            "es",
            "Un momento…",
            "Verifique que usted es un ser humano. Esto puede tardar unos segundos.",
        ),
        ("es", "Acceso denegado", "Confirma que no eres un robot."),
        ("pt", "Um momento…", "Confirme que você é humano. Isso pode levar alguns segundos."),
        (
            "it",
            "Un momento…",
            "Verifica di essere un essere umano. Potrebbe richiedere alcuni secondi.",
        ),
        ("it", "Controllo di sicurezza", "Conferma di non essere un robot."),
        ("ru", "Один момент…", "Подтвердите, что вы человек. Это может занять несколько секунд."),
        ("ru", "Проверка", "Подтвердите, что вы не робот."),
        ("ja", "しばらくお待ちください...", "あなたが人間であることを確認します。"),
        ("zh", "请稍候…", "请完成安全验证，确认您是真人。"),
    ),
}
"""Language, title and first paragraph."""
MARKED: dict[Reason, tuple[tuple[str, str], ...]] = {
    Reason.CONSENT: (
        (
            "en",
            "<h1>We value your privacy</h1><p>We and our 842 partners store and acc"
            "ess information on a device, such as cookies, and process personal dat"
            "a for personalised ads and content.</p><button>Accept all</button><but"
            "ton>Reject all</button><button>Manage options</button>",
        ),
        (
            "de",
            "<h1>Willkommen</h1><p>Wir und unsere 210 Partner verwenden Cookies, um"
            " Informationen auf Ihrem Gerät zu speichern und personalisierte Werbun"
            "g zu zeigen. Ihre Einwilligung können Sie jederzeit widerrufen.</p><bu"
            "tton>Zustimmen</button><button>Ablehnen</button><a>Datenschutz</a>",
        ),
        (
            "de",
            "<h1>Mit Werbung weiterlesen</h1><p>Besuchen Sie uns wie gewohnt mit We"
            "rbung und Tracking. Details in der Datenschutzerklärung.</p><button>Ak"
            "zeptieren und weiter</button><h2>Oder im Pur-Abo lesen</h2><p>Nutzen S"
            "ie uns ohne Tracking und Werbung für 4,99 Euro im Monat.</p>",
        ),
        (
            "fr",
            "<h1>Le respect de votre vie privée est notre priorité</h1><p>Nous et n"
            "os partenaires utilisons des cookies pour stocker des données personne"
            "lles et afficher de la publicité personnalisée. Vous pouvez retirer vo"
            "tre consentement.</p><button>Tout accepter</button><button>Continuer s"
            "ans accepter</button>",
        ),
        (
            "es",
            "<h1>Tu privacidad es importante</h1><p>Nosotros y nuestros socios usam"
            "os cookies y tratamos datos personales para mostrar publicidad persona"
            "lizada.</p><button>Aceptar todo</button><button>Rechazar y suscribirse"
            "</button>",
        ),
        (
            "pt",
            "<h1>A sua privacidade</h1><p>Nós e os nossos parceiros usamos cookies "
            "para guardar dados pessoais e mostrar publicidade personalizada. Pode "
            "retirar o consentimento.</p><button>Aceitar todos</button>",
        ),
        (
            "it",
            "<h1>Il rispetto della tua privacy è la nostra priorità</h1><p>Noi e i "
            "nostri fornitori archiviamo informazioni quali cookie su un dispositiv"
            "o e trattiamo dati personali per annunci personalizzati.</p><button>Ac"
            "cetta</button><button>Rifiuta e abbonati</button>",
        ),
        (
            "ru",
            "<h1>Мы используем файлы cookie</h1><p>Мы и наши партнёры обрабатываем "
            "персональные данные и файлы cookie, чтобы показывать рекламу. Нажимая "
            "«Принять», вы даёте согласие.</p><button>Принять</button>",
        ),
        (
            "nl",
            "<h1>Wij geven om je privacy</h1><p>Wij en onze partners gebruiken cook"
            "ies om informatie op te slaan en gepersonaliseerde advertenties te ton"
            "en. Geef je toestemming?</p><button>Akkoord</button>",
        ),
    ),
    Reason.LOGIN: (
        (
            "en",
            "<h1>Log in to continue</h1><form><input name=user><input type=password"
            "><button>Log in</button></form>",
        ),
        (
            "de",
            "<h1>Anmelden</h1><form><label>E-Mail</label><input><label>Passwort</la"
            "bel><input type='password'><button>Einloggen</button></form>",
        ),
        (
            "fr",
            "<h1>Connectez-vous</h1><form><input><input type=password><button>Se co"
            "nnecter</button><a>Mot de passe oublié ?</a></form>",
        ),
        (
            "es",
            "<h1>Inicia sesión</h1><form><input><input type=password><button>Entrar"
            "</button></form>",
        ),
        (
            "pt",
            "<h1>Faça login</h1><form><input><input type=password><button>Entrar</button></form>",
        ),
        ("it", "<h1>Accedi</h1><form><input><input type=password><button>Accedi</button></form>"),
        ("ru", "<h1>Вход</h1><form><input><input type=password><button>Войти</button></form>"),
        (
            "ja",
            "<h1>ログイン</h1><form><input><input type=password><button>ログイン</button></form>",
        ),
    ),
    Reason.PAYWALL: (
        (
            "en",
            "<h1>Bridge closes</h1><p class=teaser>The old bridge will close.</p><d"
            "iv class='paywall'><h2>Subscribe to read the full story</h2><p>Already"
            " a subscriber? Log in.</p></div>",
        ),
        (
            "de",
            "<h1>Brücke gesperrt</h1><div class='paywall'><h2>Weiterlesen mit Abo</"
            "h2><p>Jetzt einen Monat kostenlos testen.</p></div>",
        ),
        (
            "de",
            "<h1>Brücke gesperrt</h1><div class='premium-box'><p>Dieser Artikel ist"
            " nur für Abonnenten lesbar. Jetzt freischalten.</p></div>",
        ),
        (
            "fr",
            "<h1>Le pont ferme</h1><div class='paywall'><p>Il vous reste 80% de cet"
            " article à lire. La suite est réservée aux abonnés.</p></div>",
        ),
        (
            "es",
            "<h1>El puente cierra</h1><div class='paywall'><p>Contenido exclusivo p"
            "ara suscriptores. Suscríbete para seguir leyendo.</p></div>",
        ),
        (
            "pt",
            "<h1>A ponte fecha</h1><div class='paywall'><p>Conteúdo exclusivo para "
            "assinantes. Assine para continuar lendo.</p></div>",
        ),
        (
            "it",
            "<h1>Il ponte chiude</h1><div class='paywall'><p>Contenuto riservato ag"
            "li abbonati. Abbonati per continuare a leggere.</p></div>",
        ),
        (
            "ru",
            "<h1>Мост закрыт</h1><div class='paywall'><p>Материал доступен только п"
            "одписчикам. Оформите подписку.</p></div>",
        ),
        (
            "ja",
            "<h1>橋が閉鎖</h1><div class='paywall'><p>この記事は有料会員限定です。"
            "会員登録して続きを読む。</p></div>",
        ),
    ),
}
"""Language and the markup of what is shown instead of the article."""
