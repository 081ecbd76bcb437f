"""Photos that come with a form. One that is too large is read past, so that words and other photos survive it."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from xiaowei.base.clock import now
from xiaowei.base.refusals import Invalid, Refusal, TooLarge
from xiaowei.cases import drafts
from xiaowei.vault.limits import MAX_BYTES
from xiaowei.vault.pictures import media_type_of

SLOTS = 3  # photos one form takes
MOST_BYTES = 8 * MAX_BYTES  # of one request; past that nobody is sending photos


class Capped(TemporaryFileUploadHandler):
    """Spools each file to disk up to the limit, and reads past the rest; only the first few files at all."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.files = 0
        self.total = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files += 1
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        self.total += len(raw_data)
        if self.total > MOST_BYTES:
            raise StopUpload(connection_reset=True)
        if self.size <= MAX_BYTES and self.files <= SLOTS:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.file.seek(0)
        self.file.size = file_size  # the size that was sent, so that the form can tell
        return self.file


def prepare(request: HttpRequest) -> None:
    """Install the capped handler; call it before anything touches `request.POST`."""
    request.upload_handlers = [Capped(request)]


def keep_photos(request: HttpRequest, form_key: str) -> Refusal | None:
    """Keep every good photo of the form under its key, so that no one must be chosen again; the first refusal."""
    refusal = None
    for number, file in enumerate(request.FILES.getlist("photo"), start=1):
        try:
            _keep(file, number, form_key)
        except Refusal as refused:
            refusal = refusal or refused
    return refusal


def slots(kept: int) -> Iterable[int]:
    """Numbers of the photos that can still be chosen."""
    return range(kept + 1, SLOTS + 1)


def _keep(file: UploadedFile, number: int, form_key: str) -> None:
    if number > SLOTS:
        raise Invalid(_("一次最多 %(most)d 张照片，前面的已经收到。其余的送出后再补充。"), most=SLOTS)
    if file.size and file.size > MAX_BYTES:
        raise TooLarge(
            _("第 %(number)d 张照片有 %(size)d MB，超过了 20 MB，没有收。其余的都还在，请换一张小的，或者直接送出。"),
            number=number,
            size=round(file.size / 1024 / 1024),
        )
    data = file.read()
    if data:
        drafts.keep_photo(form_key, data, media_type=media_type_of(data), at=now())
