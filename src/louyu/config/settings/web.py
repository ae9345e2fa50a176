"""网页: middleware, templates, static files, uploads."""

import os

ALLOWED_HOSTS = os.environ.get("LOUYU_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("LOUYU_ORIGINS", "").split(",") if o]
ROOT_URLCONF = "louyu.config.urls"
WSGI_APPLICATION = "louyu.config.wsgi.application"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Around the static files too: packed, a page with its styles and scripts weighs a third.
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "louyu.kernel.pages.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "louyu.registers.organizations.middleware.ActorOfRequest",
    "louyu.kernel.history.middleware.HistoryOfRequest",
    "louyu.portal.signing_in.wechat.DownloadsInWeChat",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "louyu.portal.navigation.shell",
                "louyu.portal.public.navigation.frame",
            ],
            "builtins": ["louyu.portal.templatetags.icons"],
        },
    },
    # Tables of hundreds of cells only: everything else is a Django template.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

STATIC_URL = "/static/"
# Static files are served straight from the source folders: no collectstatic step to forget.
WHITENOISE_USE_FINDERS = True
# Names carry no version, so browsers ask again soon after an upgrade; unchanged files answer 304.
WHITENOISE_MAX_AGE = 60

# Public pages that are ready, in the memory of the one process that serves them: at most
# 200 times the 300 KB of the heaviest.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
