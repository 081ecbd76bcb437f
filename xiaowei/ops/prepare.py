"""`xiaowei prepare`: tables, keys, first checkpoint, front-end files. Run again it changes nothing, quickly."""

import argparse
import hashlib
import logging
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from xiaowei.base import clock
from xiaowei.doors.shared.pages import forget_pages
from xiaowei.ops import keyring, selfcheck
from xiaowei.ops.tick import where
from xiaowei.trail import actions as trail
from xiaowei.trail import queries as trail_queries

log = logging.getLogger(__name__)

# every name given to base.keys.key(); tests/house/test_keys.py compares
KEYS = (
    "case-session",
    "demo",
    "django",
    "identity",
    "matching",
    "member",
    "member-cookie",
    "rating",
    "receipt",
    "receipt-fast",
    "receipt-pepper",
    "receipt-salt",
    "throttle",
    "trail-seal",
    "trail-signer",
    "vault",
    "words",
    "words-digest",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="only say whether a start is allowed; change nothing")


def run(args: argparse.Namespace) -> int:
    """Prepare, or with --check only look. Returns 1 when something forbids it, a sentence each on stderr."""
    if not args.check and (sentence := prepare()):
        print(sentence, file=sys.stderr)
        return 1
    reasons = list(selfcheck.refusals())
    for reason in reasons:
        print(reason, file=sys.stderr)
    return 1 if reasons else 0


def prepare() -> str | None:
    """Bring tables, keys and files up to this release; a sentence when that must not be done."""
    settings.XIAOWEI.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        migrate()
    except Error as error:
        log.error("migrate: %s", where(error))
        log.debug("migrate", exc_info=True)  # may quote a row, so only for whoever asks for it
        return "数据库连接不上，或表结构升级没有成功。请检查 XIAOWEI_DATABASE，原因见 LOG_LEVEL=DEBUG。"
    if sentence := selfcheck.keys_are_wrong():
        return sentence  # before new keys are made in the place of lost ones
    keyring.make(settings.XIAOWEI.var, KEYS)
    if trail_queries.head().size == 0:
        trail.sign_checkpoint(clock.now())  # from now on the tree can only grow, and a lost one is noticed
    collect()
    forget_pages()  # another release may draw them differently, and a restored database counts revisions anew
    return None


def migrate() -> None:
    """Upgrade the tables; nothing is asked of the database beyond the plan when there is nothing to do."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def collect() -> None:
    """Copy, fingerprint and compress the front-end files into var/static, unless they are there already."""
    mark = settings.XIAOWEI.var / "static.digest"
    digest = _digest_of_sources()
    if mark.exists() and mark.read_text() == digest and Path(settings.STATIC_ROOT).is_dir():
        return
    mark.unlink(missing_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(digest)


def _digest_of_sources() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(name.encode() + b"\0" + hashlib.sha256(Path(storage.path(name)).read_bytes()).digest())
    return digest.hexdigest()
