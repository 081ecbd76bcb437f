"""The one settings file. What an operator may change is read and checked in `base.config`."""

import sys
from pathlib import Path

from xiaowei.base import config as _config
from xiaowei.base import keys as _keys

try:
    XIAOWEI = _config.load()
except _config.SettingsError as refusal:
    sys.exit(str(refusal))

ROOT = Path(__file__).resolve().parent
try:
    SECRET_KEY = _keys.Keys(XIAOWEI.var / "keys").get("django").hex()
except (OSError, ValueError):
    sys.exit(f"XIAOWEI_VAR 里的密钥文件夹 {XIAOWEI.var / 'keys'} 写不进去，或密钥已损坏。请检查权限，或从备份恢复。")
DEBUG = False
ALLOWED_HOSTS = list(XIAOWEI.hosts)
ROOT_URLCONF = "xiaowei.urls"
WSGI_APPLICATION = "xiaowei.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "xiaowei.vault",
    "xiaowei.almanac",
    "xiaowei.trail",
    "xiaowei.roster",
    "xiaowei.courier",
    "xiaowei.accounts",
    "xiaowei.powers",
    "xiaowei.finance",
    "xiaowei.benefits",
    "xiaowei.cases",
    "xiaowei.disclosure",
    "xiaowei.insight",
    "xiaowei.doors.shared",
    "xiaowei.doors.villager",
    "xiaowei.doors.workbench",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "xiaowei.doors.shared.headers.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "xiaowei.doors.shared.language.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "xiaowei.doors.shared.refusals.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "builtins": ["django.templatetags.i18n", "xiaowei.doors.shared.templatetags.words"],
        },
    }
]

DATABASES = {"default": dict(XIAOWEI.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/desk/login/"

SESSION_COOKIE_AGE = 12 * 3600  # absolute life of a staff session
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = XIAOWEI.https
SESSION_COOKIE_NAME = "__Host-desk" if XIAOWEI.https else "desk"
CSRF_COOKIE_NAME = "__Host-csrf" if XIAOWEI.https else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "xiaowei.doors.shared.refusals.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if XIAOWEI.https:
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = XIAOWEI.var / "static"
STATICFILES_DIRS = [ROOT.parent / "build" / "static"] if (ROOT.parent / "build" / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# a photo may be 20 MB; the upload handler spools to disk, and the form says 413 in its own words
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": XIAOWEI.log_level},
}
