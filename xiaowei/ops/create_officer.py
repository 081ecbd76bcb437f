"""`xiaowei create-officer`: a person with a post and a log-in, for the first administrator and for repairs."""

import argparse
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from xiaowei.accounts import actions as accounts
from xiaowei.accounts import queries as account_queries
from xiaowei.base import clock
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, Invalid
from xiaowei.ops import passwords
from xiaowei.ops.ready import ready
from xiaowei.roster import actions as roster
from xiaowei.roster import queries
from xiaowei.roster.arealist import canonical_code
from xiaowei.roster.roles import role as role_named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True)
    parser.add_argument("--role", required=True, help="id or Chinese label, see xiaowei/roster/data/roles.json")
    parser.add_argument("--area", required=True, metavar="CODE", help="statutory code of the area")
    parser.add_argument("--username", required=True)
    parser.add_argument("--title", default="", help="default: the label of the role")
    parser.add_argument("--body", default="", help="name of the body; default: the usual one of the area")
    parser.add_argument("--password-file", type=Path, help="first line is the password; default: one is made and shown")


def run(args: argparse.Namespace) -> None:
    password = passwords.from_file(args.password_file) if args.password_file else passwords.made()
    ready()
    _check_login(args.username, password)
    person = _enter(args)
    accounts.create_login(person, username=args.username, password=password, at=clock.now())
    print(_("已为%(name)s开通账号 %(username)s。") % {"name": args.name, "username": args.username})
    if not args.password_file:
        passwords.show_once(password)


def _check_login(username: str, password: str) -> None:
    # before anything is written: a person with a post and no log-in would be left behind
    if not username or not username.isascii() or not username.isprintable() or " " in username:
        raise Invalid(_("用户名只用字母、数字和点。请换一个。"))
    if account_queries.username_taken(username):
        raise Conflict(_("用户名“%(name)s”已有人用。请换一个。"), name=username)
    accounts.refuse_weak(password)


@transaction.atomic
def _enter(args: argparse.Namespace) -> Ref:
    at = clock.now()
    area = queries.area_by_code(canonical_code(args.area))
    if area is None:
        raise Invalid(_("名册里没有代码 %(code)s。请先用 import-areas 导入地区。"), code=args.area)
    role = role_named(args.role)
    body = roster.open_body(area.ref, kind=role.bodies[0], name=args.body, by=None, at=at)
    person = roster.add_person(args.name, by=None, at=at)
    roster.appoint(person, body=body, role=role.id, title=args.title, since=clock.local(at).date(), by=None, at=at)
    return person
