"""What forbids a start: each check gives one sentence that says what is wrong and what to do.

They run in a short-lived process before the web worker and the clock, so that neither works on a damaged house.
"""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor

from xiaowei.accounts import queries as accounts
from xiaowei.ops import keyring
from xiaowei.trail import queries as trail
from xiaowei.trail import signer
from xiaowei.trail.notes import BadNote


def refusals() -> Iterator[str]:
    """Every reason not to start, most fundamental first. Empty when all is well."""
    schema = schema_is_behind()
    if schema:
        yield schema
        return  # nothing else can be asked of a database that has other tables
    for check in CHECKS:
        if sentence := check():
            yield sentence


def schema_is_behind() -> str | None:
    """The database does not answer, or its tables are not those of this release."""
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
        known = set(executor.loader.disk_migrations)
    except Error:
        return "数据库连接不上或已损坏。请检查 XIAOWEI_DATABASE 和数据库服务后再启动。"
    if behind:
        return "数据库还没有建好或需要升级。请先运行 xiaowei prepare。"
    ours = {app for app, _ in known}
    if any(app in ours and (app, name) not in known for app, name in executor.loader.applied_migrations):
        return "数据库是更新的版本建的，这个程序太旧。请换回新版本的程序再启动。"
    return None


def keys_are_wrong() -> str | None:
    """A key is missing or another one than the data was written with."""
    return keyring.complaint(settings.XIAOWEI.var, data_exists=trail.head().size > 0)


def keys_are_open() -> str | None:
    """In production only the owner may read the keys."""
    folder: Path = settings.XIAOWEI.var / "keys"
    if not settings.XIAOWEI.production or not folder.is_dir():
        return None
    for path in (folder, *keyring.files(folder)):
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            return f"密钥 {path.name} 别人也能读。请运行 chmod -R go= {folder} 后再启动。"
    return None


def sample_county_in_production() -> str | None:
    """The passwords of the sample county are printed by `xiaowei demo`: nobody may log in with them."""
    if settings.XIAOWEI.production and accounts.sample_logins_exist():
        return "数据库里有示范县的账号，不能用于正式运行。请换一个新的 XIAOWEI_VAR 或数据库。"
    return None


def trail_is_behind() -> str | None:
    """The trail holds less than was once signed: an old backup was put back, or entries are gone."""
    size = trail.head().size
    try:
        signed = signer.last()
    except BadNote:
        return "最后一次签名的校验点被改动过。请运行 xiaowei trail verify 查看，并从备份恢复 trail 文件夹后再启动。"
    if signed is None:
        return "最后一次签名的校验点不见了。请从备份恢复 trail 文件夹后再启动。" if size else None
    if size < signed.size:
        return "留痕比已经签名的校验点少，可能恢复了旧备份。请运行 xiaowei trail verify 查看，补全后再启动。"
    return None


CHECKS: tuple[Callable[[], str | None], ...] = (
    keys_are_wrong,
    keys_are_open,
    sample_county_in_production,
    trail_is_behind,
)
