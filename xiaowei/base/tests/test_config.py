"""Nonsense in the environment stops the start with one sentence, never with a stack of lines."""

from pathlib import Path

import pytest

from xiaowei.base.config import SettingsError, load


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("XIAOWEI_BIND", "8000"),
        ("XIAOWEI_BIND", "127.0.0.1:99999"),
        ("XIAOWEI_VAR", ""),
        ("XIAOWEI_VAR", " "),
        ("XIAOWEI_DATABASE", "mysql://a/b"),
        ("XIAOWEI_DATABASE", "postgresql://localhost:port/xiaowei"),
        ("XIAOWEI_DATABASE", "postgresql://[::1/xiaowei"),
        ("XIAOWEI_NOW", "yesterday"),
        ("XIAOWEI_NOW", "0001-01-01"),
        ("XIAOWEI_HTTPS", "yes"),
        ("XIAOWEI_MODE", "prod"),
        ("XIAOWEI_BINDS", "127.0.0.1:8000"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_nonsense_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as refusal:
        load({name: value}, root=tmp_path)
    assert "\n" not in str(refusal.value)


def test_var_must_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in ("file", "file/var"):
        with pytest.raises(SettingsError, match="XIAOWEI_VAR"):
            load({"XIAOWEI_VAR": place}, root=tmp_path)
    assert load({"XIAOWEI_VAR": "new/var"}, root=tmp_path).var == tmp_path / "new" / "var"
