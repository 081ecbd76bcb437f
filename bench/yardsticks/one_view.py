"""A one-file Django application: one view that inserts one row, as durably as we do.

`python -m bench.yardsticks.one_view SOCKET DATABASE-URL`
"""

import sys
from pathlib import Path
from typing import ClassVar

import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import path

from xiaowei.base import config
from xiaowei.ops import web

settings.configure(
    SECRET_KEY="a yardstick keeps no secrets",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": dict(config.load({"XIAOWEI_DATABASE": sys.argv[2]}, Path.cwd()).database)},
    USE_TZ=True,
)
django.setup()

from django.db import connection, models  # noqa: E402 - models need the settings above


class Word(models.Model):
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Word"]] = models.Manager()

    class Meta:
        app_label = "yardstick"


def submit(request):  # type: ignore[no-untyped-def]
    if request.method == "POST":
        Word.objects.create(text=request.POST["words"])
    return HttpResponse("ok", headers={"Content-Length": "2"})


urlpatterns = [path("", submit)]


def main() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Word)
    connection.close()
    from django.core.wsgi import get_wsgi_application

    web.serve(int(sys.argv[1]), get_wsgi_application)


if __name__ == "__main__":
    main()
