"""The scripts that prepare the front end and the translations."""

from pathlib import Path

from scripts import assets, translations

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "村务公开"\nmsgstr "Village affairs"\n'


def test_bundles_are_joined_in_order_and_a_missing_part_is_named(tmp_path: Path) -> None:
    (tmp_path / "first.css").write_text("a{}\n")
    (tmp_path / "second.css").write_text("b{}\n")
    bundles = {"both.css": (Path("first.css"), Path("second.css"))}
    assert assets.build(tmp_path, bundles) == []
    built = tmp_path / "build/static/both.css"
    assert built.read_text() == "a{}\nb{}\n"
    written_at = built.stat().st_mtime_ns
    (tmp_path / "build/static/old.css").touch()
    assert assets.build(tmp_path, bundles | {"more.css": (Path("third.css"),)}) == ["more.css: missing third.css"]
    assert built.stat().st_mtime_ns == written_at
    assert not (tmp_path / "build/static/old.css").exists()


def test_translations_are_compiled_once(tmp_path: Path) -> None:
    source = tmp_path / "locale/en/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    assert translations.compile_stale(tmp_path) == 1
    assert b"Village affairs" in source.with_suffix(".mo").read_bytes()
    assert translations.compile_stale(tmp_path) == 0
