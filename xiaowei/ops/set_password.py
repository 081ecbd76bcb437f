"""`xiaowei set-password USERNAME`: a new one-time password for somebody who lost his."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from xiaowei.accounts import actions
from xiaowei.base import clock
from xiaowei.ops import passwords
from xiaowei.ops.ready import ready


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", help="the log-in whose password is set anew")
    parser.add_argument("--password-file", type=Path, help="first line is the password; default: one is made and shown")


def run(args: argparse.Namespace) -> None:
    """Set it, and say it once where it was made here."""
    password = passwords.from_file(args.password_file) if args.password_file else passwords.made()
    ready()
    actions.set_password(args.username, password=password, by=None, at=clock.now())
    print(_("%(username)s 的口令已重设。") % {"username": args.username})
    if not args.password_file:
        passwords.show_once(password)
