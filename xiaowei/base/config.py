"""Typed settings from the environment: a wrong value stops the start with one sentence.

Every `XIAOWEI_*` setting is read here and nowhere else; docs/operate/settings.md lists them. The supervisor reads them,
too, so nothing here imports Django.
"""

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo


class SettingsError(Exception):
    """A setting is nonsense; the message says which and what to write instead."""


@dataclass(frozen=True)
class Config:
    """What the operator decided, checked."""

    mode: str  # sample | production
    bind_host: str
    bind_port: int
    var: Path
    database: Mapping[str, Any]
    now: dt.datetime | None
    hosts: tuple[str, ...]
    https: bool
    invitation_days: int  # how long a household's invitation can be used
    log_level: str
    duties_since: dt.date | None = None

    @property
    def production(self) -> bool:
        return self.mode == "production"


def load(env: Mapping[str, str] | None = None, root: Path | None = None) -> Config:
    """Read and check every setting. Raises SettingsError on the first that makes no sense."""
    env = os.environ if env is None else env
    root = root or Path.cwd()
    _refuse_unknown(env)
    mode = env.get("XIAOWEI_MODE", "sample")
    if mode not in ("sample", "production"):
        raise SettingsError(f"XIAOWEI_MODE 只能是 sample 或 production，现在是“{mode}”。")
    var = _var(env.get("XIAOWEI_VAR", "var"), root)
    host, port = _bind(env.get("XIAOWEI_BIND", "127.0.0.1:8000"))
    now = _moment(env.get("XIAOWEI_NOW"))
    if now is not None and mode == "production":
        raise SettingsError("XIAOWEI_NOW 只用于示范县，正式运行请去掉它。")
    hosts = tuple(h.strip() for h in env.get("XIAOWEI_HOSTS", "").split(",") if h.strip())
    if mode == "production" and not hosts:
        raise SettingsError("正式运行请用 XIAOWEI_HOSTS 写明网站域名，多个用逗号隔开。")
    return Config(
        mode=mode,
        bind_host=host,
        bind_port=port,
        var=var,
        database=_database(env.get("XIAOWEI_DATABASE", ""), var),
        now=now,
        hosts=hosts or ("*",),
        https=_flag(env, "XIAOWEI_HTTPS"),
        invitation_days=_days(env.get("XIAOWEI_INVITATION_DAYS", "30")),
        log_level=_level(env.get("LOG_LEVEL", "WARNING")),
        duties_since=_day("XIAOWEI_DUTIES_SINCE", env.get("XIAOWEI_DUTIES_SINCE")),
    )


LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
KNOWN = frozenset({"MODE", "BIND", "VAR", "DATABASE", "NOW", "HOSTS", "HTTPS", "INVITATION_DAYS", "DUTIES_SINCE"})


def _refuse_unknown(env: Mapping[str, str]) -> None:
    # a misspelt setting that is silently ignored is found a year later, in production
    for name in sorted(env):
        if name.startswith("XIAOWEI_") and name.removeprefix("XIAOWEI_") not in KNOWN:
            raise SettingsError(f"不认识设置 {name}。可用的有：{', '.join('XIAOWEI_' + k for k in sorted(KNOWN))}。")


def _bind(text: str) -> tuple[str, int]:
    found = re.fullmatch(r"(.+):(\d{1,5})", text)
    if not found or not 0 < int(found[2]) < 65536:
        raise SettingsError(f"XIAOWEI_BIND 要写成 主机:端口，例如 127.0.0.1:8000，现在是“{text}”。")
    return found[1].strip("[]"), int(found[2])


def _var(text: str, root: Path) -> Path:
    if not text.strip():  # keys and database would land in whatever folder the program was started from
        raise SettingsError("XIAOWEI_VAR 是空的。请写一个文件夹，例如 var；用默认值请去掉这个设置。")
    var = (root / text).resolve()
    there = next(folder for folder in (var, *var.parents) if folder.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise SettingsError(f"XIAOWEI_VAR 指的 {var} 不能写入。请换一个能写入的文件夹。")
    return var


def _moment(text: str | None) -> dt.datetime | None:
    if not text:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"XIAOWEI_NOW 要写成 2023-06-01T10:15:00+08:00 这样，现在是“{text}”。") from None
    if not 1950 <= moment.year <= 2200:  # deadlines are counted from it, in both directions
        raise SettingsError(f"XIAOWEI_NOW 要在 1950 年到 2200 年之间，现在是“{text}”。")
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def _day(name: str, text: str | None) -> dt.date | None:
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{name} 要写成 2023-01-01 这样，现在是“{text}”。") from None
    if not 1950 <= day.year <= 2200:
        raise SettingsError(f"{name} 要在 1950 年到 2200 年之间，现在是“{text}”。")
    return day


def _level(text: str) -> str:
    if text not in LEVELS:
        raise SettingsError(f"LOG_LEVEL 只能是 {'、'.join(LEVELS)}，现在是“{text}”。")
    return text


def _days(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= 365:
        raise SettingsError(f"XIAOWEI_INVITATION_DAYS 要写成 1 到 365 的天数，现在是“{text}”。")
    return int(text)


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "0")
    if value not in ("0", "1"):
        raise SettingsError(f"{name} 只能是 0 或 1，现在是“{value}”。")
    return value == "1"


def _database(url: str, var: Path) -> Mapping[str, Any]:
    if not url:
        return sqlite(var / "xiaowei.sqlite3")
    # the URL may hold a password, so it is not repeated
    nonsense = SettingsError("XIAOWEI_DATABASE 要写成 sqlite:///路径 或 postgresql://用户:口令@主机:端口/库名。")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a port that is no number, a bracket that is not closed
        raise nonsense from None
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in ("postgres", "postgresql") and parts.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise nonsense


def sqlite(path: Path) -> Mapping[str, Any]:
    """SQLite for real work: durable, waiting its turn, trusting no schema."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON; PRAGMA busy_timeout=5000;"
                # a villager who sends a form should seldom be the one who pays for the checkpoint; the clock does
                "PRAGMA wal_autocheckpoint=8000;"
            ),
        },
    }
