"""Every test process gets a folder and a database of its own, before the settings are read."""

import dataclasses
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# a test that records must be able to empty the append-only trail afterwards
pytest_plugins = ["xiaowei.trail.tests.support"]

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
REAL_HASHERS: list[str] = []


def _prepare_environment() -> str | None:
    """Point XIAOWEI_VAR at a folder of this process; returns the folder to delete at the end, if it is ours."""
    os.environ.pop("XIAOWEI_NOW", None)  # a test that wants another moment says so itself
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaowei.settings")
    given = os.environ.get("XIAOWEI_VAR")
    if WORKER:  # the worker inherits the controller's folder
        os.environ["XIAOWEI_VAR"] = str(Path(given or tempfile.gettempdir()) / WORKER)
        return None
    if given:
        return None
    os.environ["XIAOWEI_VAR"] = tempfile.mkdtemp(prefix="xiaowei-test-")
    return os.environ["XIAOWEI_VAR"]


OURS = _prepare_environment()


def _adjust_settings() -> None:
    from django.conf import settings

    # a worker inherits the controller's environment, and its settings may be read before this file: say it again
    settings.XIAOWEI = dataclasses.replace(settings.XIAOWEI, var=Path(os.environ["XIAOWEI_VAR"]).resolve())
    REAL_HASHERS[:] = settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # pages are rendered without `prepare` having fingerprinted anything
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": storage}
    database: dict[str, Any] = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # a file, not memory: threads must see one database, and wait for each other as in production
        folder = settings.XIAOWEI.var
        folder.mkdir(parents=True, exist_ok=True)
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    else:
        database["CONN_MAX_AGE"] = 0  # a connection left open by a thread would keep the database from going


_adjust_settings()


def pytest_unconfigure() -> None:
    if OURS:
        shutil.rmtree(OURS, ignore_errors=True)


@pytest.fixture
def real_passwords(settings: Any) -> Iterator[None]:
    """Argon2id as in production; without it tests hash fast and badly."""
    settings.PASSWORD_HASHERS = list(REAL_HASHERS)
    yield


@pytest.fixture(autouse=True)
def _nobody_came_before() -> None:
    """What is counted in memory per source begins anew: every test comes from one and the same address."""
    from xiaowei.accounts import parking

    parking._lately.clear()
