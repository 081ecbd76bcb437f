"""Passwords on the command line: read from a file, or made once and shown once."""

import secrets
from pathlib import Path

from django.utils.translation import gettext as _

from xiaowei.base.refusals import Invalid


def from_file(file: Path) -> str:
    """The password on the first line. Raises Invalid."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (UnicodeDecodeError, IsADirectoryError):
        raise Invalid(_("口令文件读不出来。请把口令写在文件第一行。")) from None
    if not lines or not lines[0].strip():
        raise Invalid(_("口令文件是空的。请把口令写在文件第一行。"))
    return lines[0].strip()


def made() -> str:
    """A new one-time password of 120 random bits."""
    return secrets.token_urlsafe(15)


def show_once(password: str) -> None:
    """Print a password that was made here."""
    print(_("一次性口令：%(password)s") % {"password": password})
    print(_("这个口令只显示这一次，请当面交给本人。"))
