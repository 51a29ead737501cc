"""Settings common to every way of running. What differs by installation comes from the environment."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.settings.behind import *
from config.settings.behind import REDIS_URL

ROOT = Path(__file__).resolve().parents[3]
DATA_DIR = Path(os.environ.get("ESTAFETA_DATA", ROOT / ".estafeta"))
UI_DIR = ROOT / "platform" / "ui"

DEBUG = False
SECRET_KEY = os.environ.get("ESTAFETA_SECRET_KEY", "")

# Hosts. HostMiddleware itself answers 404 to every host that is not the installation's, own domains included.
BASE_DOMAIN = os.environ.get("ESTAFETA_BASE_DOMAIN", "estafeta.localhost").lower()
PUBLIC_SCHEME = os.environ.get("ESTAFETA_SCHEME", "http")
PUBLIC_PORT = os.environ.get("ESTAFETA_PUBLIC_PORT", os.environ.get("PORT", "8000"))
# The live process (config.asgi) beside the pages; empty where both are one host and port, as behind a proxy.
LIVE_PORT = os.environ.get("ESTAFETA_LIVE_PORT", "")
ALLOWED_HOSTS = ["*"]
FRONT_URLCONF = "config.urls_front"
REGION_URLCONF = "config.urls_region"
SCHOOL_URLCONF = "config.urls_school"
ROOT_URLCONF = FRONT_URLCONF
PUBLIC_SCHEMA_URLCONF = FRONT_URLCONF
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

# Contours: every app is in exactly one of the two lists (a test watches).
SHARED_APPS = [
    "tenants.provisioning",  # before django_tenants: its migrate_schemas wraps theirs
    "django_tenants",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "django_filters",
    "django_tables2",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "ui",
    "config",
    "tenants.organisations",
    "tenants.identity",
    "tenants.isolation",
    "tenants.journal",
    "apps.region.statistics",
    "apps.region.rooms",
    "apps.region.exchange",
    "apps.region.speed",
    "apps.region.cases",
    "apps.region.institute",
    "api.v1",
]
TENANT_APPS = [
    "apps.school.journal",
    "apps.school.regulation",
    "apps.school.notices",
    "apps.school.people",
    "apps.school.consents",
    "apps.school.questionnaires",
    "apps.school.orders",
    "apps.school.selection",
    "apps.school.pairs",
    "apps.school.matching",
    "apps.school.programmes",
    "apps.school.meetings",
    "apps.school.roadmap",
    "apps.school.growth",
    "apps.school.monitoring",
    "apps.school.publication",
    "apps.school.liaison",
    "apps.school.today",
]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]

TENANT_MODEL = "organisations.School"
TENANT_DOMAIN_MODEL = "organisations.Domain"
SCHOOL_AUDIT_MODEL = "journal.SchoolAudit"
SCHOOL_CLAIM_MODEL = "journal.SchoolClaim"
ACTION_SINKS = ["tenants.journal.sinks.JournalSink", "apps.school.notices.reactions.NoticeSink"]
# What becomes of shared rows of a school when it is exported, restored, destroyed (tenants.provisioning.life.declared).
SCHOOL_SHARED_ROWS = "config.shared_rows.SHARED_ROWS"
# The persons of a school: the subjects that an act of destruction counts.
SCHOOL_PERSON_MODEL = "people.Person"
# The page of a school where its people read what they were told.
SCHOOL_INBOX = "notices:inbox"
SCHOOL_CHANGED_TASK = "liaison.report_changes"
# What a new school is opened with, done inside it: f(school=, regulation=, acting=), repeatable.
SCHOOL_OPENING_STEPS = ["apps.school.regulation.opening.load_first_regulation"]
# Ready regulations to choose from, slug -> title, one of them, and the faults of a file, each a sentence with its path.
SCHOOL_PRESETS = "apps.school.regulation.opening.presets"
SCHOOL_PRESET = "apps.school.regulation.opening.preset_document"
# What the region has to know of regulations to set defaults and bounds (``apps.region.institute.desk.Desk``).
REGULATION_DESK = "apps.school.liaison.norms.DESK"
# Where speed mentoring asks for a mentor's open offer: f(school_id, account_id) -> its UUID or None.
SPEED_OFFERS = "apps.region.exchange.offered.open_offer_of"
# Who may get a role in a school, asked inside it: f(account=, role=, school=, acting=) refuses or is silent.
MEMBERSHIP_CHECKS = ["apps.school.selection.access.check_grant"]
SCHOOL_REGULATION_CHECK = "apps.school.regulation.opening.faults_of"

MIDDLEWARE = [
    "kernel.tracing.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tenants.isolation.middleware.HostMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tenants.isolation.middleware.ActorMiddleware",
    "apps.school.regulation.words.speaking.WordsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kernel.http.RefusalMiddleware",
    "tenants.identity.strangers.StrangerMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ui.context.look",
                "config.navigation.navigation",
            ],
        },
    }
]
COTTON_ISOLATE_BY_DEFAULT = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


def database_from(url: str) -> dict[str, Any]:
    """Django's database settings of a ``postgresql://`` address; ``?host=/dir`` names a socket directory."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "tenants.isolation.database",
        "NAME": unquote(parts.path.lstrip("/")) or "estafeta",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", "")) or unquote(parts.hostname or ""),
        "PORT": query.get("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": "-c lock_timeout=10s"},
        "TEST": {"NAME": os.environ.get("ESTAFETA_TEST_DB") or None},
    }


DATABASES = {"default": database_from(os.environ.get("DATABASE_URL", "postgresql://localhost/estafeta"))}
# A database role per school (tenants.isolation.roles). Off for servers on which roles cannot be made.
SCHOOL_ROLES = os.environ.get("ESTAFETA_SCHOOL_ROLES", "on") != "off"
ROLE_PREFIX = os.environ.get("ESTAFETA_ROLE_PREFIX", "estafeta")
# A server process remembers the tables of each school it served: after so many schools it is replaced.
SCHOOLS_PER_CONNECTION = 100
# A new school's statements go to the server in one message; one by one where it distributes schemas (Citus).
PROVISION_BY_STATEMENT = os.environ.get("ESTAFETA_PROVISION_BY_STATEMENT", "off") == "on"
# How long creating or deleting a school waits for a lock before it is tried again, and after three times refused.
PROVISION_LOCK_WAIT_MS = 10_000
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "estafeta",
        "KEY_FUNCTION": "tenants.isolation.cache.schema_key",
    }
}

# People.
AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tenants.identity.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "tenants.identity.forms.LoginForm",
    "reset_password": "tenants.identity.forms.ResetPasswordForm",
    "reset_password_from_key": "tenants.identity.forms.ResetPasswordKeyForm",
    "change_password": "tenants.identity.forms.ChangePasswordForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
# A whole school signs in from one address at 8:30: sign-in is throttled per account and address (axes), not per
# address; the rest keeps allauth's limits.
ACCOUNT_RATE_LIMITS = {"login": False, "login_failed": False}
AXES_FAILURE_LIMIT = 6
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "tenants.identity.throttle.SignInHandler"
AXES_USERNAME_CALLABLE = "tenants.identity.throttle.name_of"
AXES_CLIENT_IP_CALLABLE = "tenants.identity.throttle.client_address"
AXES_LOCKOUT_CALLABLE = "tenants.identity.throttle.locked_response"
AXES_USERNAME_FORM_FIELD = "login"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
# How many reverse proxies stand before the product and append to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ESTAFETA_PROXIES", "0"))

# One sign-in for all hosts of an installation.
SESSION_COOKIE_DOMAIN = BASE_DOMAIN
SESSION_COOKIE_NAME = "estafeta_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "tenants.isolation.notes.PlacedMessages"
LANGUAGE_COOKIE_DOMAIN = BASE_DOMAIN
LANGUAGE_COOKIE_NAME = "estafeta_language"
CSRF_COOKIE_NAME = "estafeta_csrf"

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "platform" / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Moscow"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [("npm", str(UI_DIR / "node_modules"))]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media-is-never-served-directly/"
STORAGES = {
    "default": {"BACKEND": "tenants.isolation.files.SchoolStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024

_port = f":{PUBLIC_PORT}" if PUBLIC_PORT else ""
INSTALLATION_HOSTS = [f"{PUBLIC_SCHEME}://{host}{_port}" for host in (BASE_DOMAIN, f"*.{BASE_DOMAIN}")]
LIVE_HOSTS = [f"ws://*.{BASE_DOMAIN}:{LIVE_PORT}"] if LIVE_PORT else []
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *LIVE_HOSTS],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        # Browsers check redirects after a form too: from the front door's sign-in to a school's host.
        "form-action": [SELF, *INSTALLATION_HOSTS],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("ESTAFETA_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("ESTAFETA_SMTP_PORT", "25"))
# Well below the lease of a notice being sent (apps.school.notices.outbox): who hangs may not be overtaken.
EMAIL_TIMEOUT = 20
# Messengers by which people may be told: code -> address for apprise (apps.school.notices.messengers), as JSON.
MESSENGERS: dict[str, str] = json.loads(os.environ.get("ESTAFETA_MESSENGERS", "{}"))
DEFAULT_FROM_EMAIL = os.environ.get("ESTAFETA_FROM_EMAIL", f"estafeta@{BASE_DOMAIN}")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.v1.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.v1.permissions.DeclaredAccess"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "api.v1.pagination.Pages",
    "EXCEPTION_HANDLER": "api.v1.errors.problem_response",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Estafeta API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
DJANGO_TABLES2_TEMPLATE = "ui/table.html"
DJANGO_TABLES2_TABLE_ATTRS = {"class": "table data-table"}

# The demo says so itself: its accounts are listed on the sign-in page only when this is on.
DEMO = os.environ.get("ESTAFETA_DEMO", "") == "1"
# Where the demo shows the mails it has sent; only the settings of development fill it in.
DEMO_MAILBOX = ""
DEMO_PASSWORD = "estafeta-demo"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "place": {"()": "tenants.isolation.logs.PlaceFilter"},
        "quiet_health": {"()": "tenants.isolation.logs.QuietHealthFilter"},
    },
    "formatters": {
        "line": {
            "()": "tenants.isolation.logs.MaskingFormatter",
            "format": "%(levelname)s %(name)s [%(place)s %(request_id)s] %(message)s",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["place", "quiet_health"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Apprise writes to whom it could not send.
    "loggers": {
        "apprise": {"level": "CRITICAL"},
        "axes": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "pymorphy3": {"level": "WARNING"},
    },
}
