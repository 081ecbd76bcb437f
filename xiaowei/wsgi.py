"""The WSGI application: page bytes first, then static files, then Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaowei.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

from xiaowei.base.revisions import pages_folder
from xiaowei.doors.shared.pagebytes import PageBytes

application = PageBytes(
    WhiteNoise(
        get_wsgi_application(),
        root=settings.STATIC_ROOT,
        prefix="static/",
        max_age=31_536_000,
        immutable_file_test=lambda path, url: True,  # every name carries the digest of its content
    ),
    folder=pages_folder(),
)
