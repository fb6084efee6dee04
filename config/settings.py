"""Every setting, read top to bottom. What a practice may set comes from the environment or `.env`.

The table in README.md lists each variable; a test holds the two together. Bad configuration
raises ImproperlyConfigured with the one line that says what to set.
"""

import os
import secrets
from contextlib import contextmanager, suppress
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from blog import editor

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / env("ENV_FILE", default=".env"))


@contextmanager
def setting(name: str, wish: str):
    """Turn whatever goes wrong in reading a variable into the one line that says what to set."""
    try:
        yield
    except (ImproperlyConfigured, LookupError, TypeError, ValueError):
        raise ImproperlyConfigured(f"{name} klopt niet: zet er {wish} in.") from None


def check(is_right: bool) -> None:
    if not is_right:
        raise ValueError


# --- Where it stands -----------------------------------------------------------------------
VAR = Path(env("VAR", default=str(BASE_DIR / "var"))).resolve()
VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
with setting("DEBUG", "1 of 0"):
    check(env("DEBUG", default="0").lower() in ("0", "1", "true", "false", "on", "off", ""))
    DEBUG = env.bool("DEBUG", default=False)
with setting("PORT", "een poortnummer, bijvoorbeeld 8000,"):
    PORT = env.int("PORT", default=8000)
with setting("SITE_URL", "het openbare adres, bijvoorbeeld https://www.example.org,"):
    SITE_URL = env("SITE_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
    _site = urlsplit(SITE_URL)
    _origin = f"{_site.scheme}://{_site.netloc}"
    check(_site.scheme in ("http", "https") and bool(_site.hostname) and _origin == SITE_URL)
    check(_site.username is None and _site.port != 0)
IS_HTTPS = _site.scheme == "https"
if DEBUG and IS_HTTPS:
    raise ImproperlyConfigured("DEBUG staat aan bij een https-adres: haal DEBUG weg.")

with setting("ALLOWED_HOSTS", "een of meer namen met komma's ertussen"):
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_site.hostname])
    check(all(ALLOWED_HOSTS) and "*" not in ALLOWED_HOSTS)
ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]  # for whoever asks /healthz on the machine
# Addresses and networks whose X-Forwarded-For and X-Forwarded-Proto are believed.
with setting("TRUSTED_PROXIES", "IP-adressen of netwerken (10.0.0.0/8) met komma's ertussen"):
    TRUSTED_PROXIES = [ip_network(proxy) for proxy in env.list("TRUSTED_PROXIES", default=[])]


def _secret_key() -> str:
    """The key from the environment; on plain http one made once and kept in VAR, mode 600."""
    key = env("SECRET_KEY", default="")
    if IS_HTTPS and len(key) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY ontbreekt of is te kort: zet er 50 of meer willekeurige tekens in."
        )
    if key:
        return key
    file = VAR / "secret_key"
    if not file.exists():
        new = VAR / f"secret_key.{os.getpid()}"
        new.touch(mode=0o600)
        new.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # another process was first; its key is whole
            os.link(new, file)
        new.unlink()
    return file.read_text()


SECRET_KEY = _secret_key()

# --- What it is made of --------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "staff",
    "blog",
    "contact",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "ckeditor",
    "ckeditor_uploader",
    "phonenumber_field",
    "simple_history",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "config.middleware.TrustedProxies",
    "config.middleware.SharedPages",
    "config.middleware.PlainHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.CompressText",
    "csp.middleware.CSPMiddleware",
    "config.middleware.BusyDatabase",
    "config.middleware.BodyLimit",
    "config.middleware.NoNul",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.ShownAsOf",
    "simple_history.middleware.HistoryRequestMiddleware",  # whose change it is
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        # Whoever builds sees the lines that were written, as errors name them.
                        "django.template.loaders.filesystem.Loader"
                        if DEBUG
                        else "config.templates.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context_processors.site",
                "contact.context_processors.practice",
            ],
        },
    },
]

# --- Where it keeps things -----------------------------------------------------------------
with setting("DATABASE_URL", "sqlite:////pad/naar/bestand of postgres://naam:wachtwoord@host/naam"):
    _schemes = ("sqlite", "postgres", "postgresql")
    check(env("DATABASE_URL", default="sqlite:").split(":")[0] in _schemes)
    DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer waits its turn instead of failing, also while a large table is written anew
        # (contact.traces) and many press at once: SQLite serves those who wait in no order. A
        # confirmed booking is on the disk; what is deleted is overwritten, and what is sorted
        # leaves no file.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
with setting("CACHE_URL", "redis://host:6379/1"):
    CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
HAS_SHARED_CACHE = CACHES["default"]["BACKEND"].endswith("RedisCache")
if HAS_SHARED_CACHE:
    # A page waits for it no longer than this, where it is away.
    CACHES["default"]["OPTIONS"] = {
        "socket_connect_timeout": 0.2,
        "socket_timeout": 0.2,
    } | CACHES["default"].get("OPTIONS", {})
# What every page needs and seldom changes; forgotten the moment that something public changes.
CACHES["site"] = {
    "BACKEND": "config.site_cache.SiteCache",
    "TIMEOUT": 300,
    "OPTIONS": {"MAX_ENTRIES": 1000},
}

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "config.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Mail ----------------------------------------------------------------------------------
# Without EMAIL_URL each mail becomes one .eml file in VAR/mail.
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_SCHEMES = {"smtp": 25, "submission": 587, "smtp+tls": 587, "smtps": 465, "smtp+ssl": 465}
EMAIL_BACKEND = "config.mail.EmlBackend"
with setting("EMAIL_URL", "bijvoorbeeld submission://naam:wachtwoord@host:587"):
    if _url := env("EMAIL_URL", default=""):
        _mail = urlsplit(_url)
        check(bool(_mail.hostname) and _mail.scheme in EMAIL_SCHEMES)
        EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        EMAIL_HOST, EMAIL_PORT = _mail.hostname, _mail.port or EMAIL_SCHEMES[_mail.scheme]
        EMAIL_HOST_USER = unquote(_mail.username or "")
        EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
        EMAIL_USE_TLS = _mail.scheme in ("submission", "smtp+tls")
        EMAIL_USE_SSL = _mail.scheme in ("smtps", "smtp+ssl")
EMAIL_TIMEOUT = 20
_mail_domain = _site.hostname.removeprefix("www.")
if _mail_domain in ("127.0.0.1", "localhost", "::1"):
    _mail_domain = "spreekkamer.example.org"
with setting("MAIL_FROM", "een e-mailadres"):
    MAIL_FROM = env("MAIL_FROM", default=f"afspraken@{_mail_domain}")
    check(MAIL_FROM.count("@") == 1 and not MAIL_FROM.startswith("@") and " " not in MAIL_FROM)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
# Seconds before the first retry of a mail; each next one waits twice as long, at most 5 minutes.
with setting("MAIL_RETRY_SECONDS", "een aantal seconden"):
    MAIL_RETRY_SECONDS = env.float("MAIL_RETRY_SECONDS", default=5)
    check(MAIL_RETRY_SECONDS >= 0)

# --- Who may come in -----------------------------------------------------------------------
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# Ten wrong passwords for one name from one address close that door for a quarter of an hour.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_CLIENT_IP_CALLABLE = "config.middleware.client_address"

# --- Cookies and headers -------------------------------------------------------------------
# `__Host-` asks for Path=/, which session and form token have; `__Secure-` goes with a path.
HOST_PREFIX, PATH_PREFIX = ("__Host-", "__Secure-") if IS_HTTPS else ("", "")
SESSION_COOKIE_NAME = f"{HOST_PREFIX}sessionid"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
PREVIEW_COOKIE_NAME = f"{PATH_PREFIX}preview"  # whoever sends it or a session gets no kept page
CSRF_COOKIE_NAME = f"{HOST_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # kept honest by TrustedProxies
SECURE_HSTS_SECONDS = 63072000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Bounds --------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # a long article with room to spare
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
PUBLIC_BODY_MAX_BYTES = 100 * 1024
STAFF_BODY_MAX_BYTES = 20 * 1024 * 1024
PICTURE_MAX_BYTES = 15 * 1024 * 1024
PICTURE_MAX_PIXELS = 50_000_000
PAGE_CACHE_BYTES = 64 * 1024 * 1024  # of each server process
PAGE_SECONDS = 60  # longer is a page kept by nobody, whatever may go wrong
# Requests stored in a day from one address before the form asks to call instead.
with setting("REQUESTS_PER_ADDRESS", "een getal"):
    REQUESTS_PER_ADDRESS = env.int("REQUESTS_PER_ADDRESS", default=30)
    check(REQUESTS_PER_ADDRESS > 0)
# Requests kept in a day for one phone number before the form asks to call instead.
with setting("REQUESTS_PER_PHONE", "een getal"):
    REQUESTS_PER_PHONE = env.int("REQUESTS_PER_PHONE", default=25)
    check(REQUESTS_PER_PHONE > 0)
# Networks that an adviser's own calendar may be read from though they are private.
with setting("CALENDAR_NETWORKS", "IP-adressen of netwerken (10.0.0.0/8) met komma's ertussen"):
    CALENDAR_NETWORKS = [ip_network(name) for name in env.list("CALENDAR_NETWORKS", default=[])]
# How long backups are kept: the desk says until when they still hold whoever is erased.
with setting("BACKUP_DAYS", "een aantal dagen"):
    BACKUP_DAYS = env.int("BACKUP_DAYS", default=30)
    check(BACKUP_DAYS >= 0)

# --- Language and time ---------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
PHONENUMBER_DEFAULT_REGION = "NL"
PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "INTERNATIONAL"

# --- What an article said before -------------------------------------------------------------
SIMPLE_HISTORY_DATE_INDEX = False  # read by article, never by date

# --- The editor ----------------------------------------------------------------------------
CKEDITOR_CONFIGS = {"default": editor.CONFIG, "short": editor.SHORT_CONFIG}
CKEDITOR_UPLOAD_PATH = "pictures/"
CKEDITOR_ALLOW_NONIMAGE_FILES = False
# W001 says that CKEditor 4 gets no more fixes: known, and fenced. See docs/decisions.md.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]

# --- Logs: no query strings, no personal data ----------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"plain": {"()": "config.logs.WithoutPersonalData"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": [] if DEBUG else ["plain"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Robots ask for other hosts and send nonsense all day; each is refused, and that is all.
        "django.security": {"level": "CRITICAL"},
        # Each page not found and each form refused would be a line; what broke is one.
        "django.request": {"level": "ERROR"},
        "spreekkamer": {"level": "INFO"},
    },
}
