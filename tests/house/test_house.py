"""Each check of the house finds what it is for, and leaves alone what is right."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.house import (
    addresses,
    contracts,
    dependencies,
    door_manners,
    foreign_keys,
    licences,
    migration_imports,
    permissions,
    settings_page,
    sizes,
    templates,
)

ROOT = Path(__file__).resolve().parents[2]
Write = Callable[[str, str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return _write


def test_a_long_file_is_named_and_a_long_test_is_not(tmp_path: Path, write: Write) -> None:
    write("xiaowei/cases/routing.py", "x = 1\n" * 80)
    write("xiaowei/cases/tests/test_routing.py", "x = 1\n" * 900)
    assert list(sizes.faults(tmp_path)) == []
    write("xiaowei/cases/everything.py", "x = 1\n" * 401)
    assert any("everything.py: 401" in fault for fault in sizes.faults(tmp_path))


def test_many_middling_files_pass_no_limit_alone_but_together(tmp_path: Path, write: Write) -> None:
    for number in range(10):
        write(f"xiaowei/cases/part_{number}.py", "x = 1\n" * 260)
    assert [fault.split(" ")[0] for fault in sizes.faults(tmp_path)] == ["median", "nine"]


def test_a_door_may_ask_queries_but_no_manager(tmp_path: Path, write: Write) -> None:
    write("xiaowei/doors/villager/home.py", "queries.area(ref)\n")
    write("xiaowei/cases/queries.py", "Case.objects.get(pk=1)\n")
    assert list(door_manners.faults(tmp_path)) == []
    write("xiaowei/doors/villager/cases.py", "\nCase.objects.get(pk=1)\n")
    assert [fault.split(": ")[0] for fault in door_manners.faults(tmp_path)] == ["xiaowei/doors/villager/cases.py:2"]


def test_a_room_with_tables_has_its_contract(tmp_path: Path, write: Write) -> None:
    write("pyproject.toml", '[[tool.importlinter.contracts]]\nprotected_modules = ["xiaowei.cases.models"]\n')
    write("xiaowei/cases/models.py", "")
    assert list(contracts.faults(tmp_path)) == []
    write("xiaowei/powers/models.py", "")
    assert [fault.rsplit(" ", 1)[1] for fault in contracts.faults(tmp_path)] == ["xiaowei.powers.models"]


def test_a_migration_may_import_fields_but_no_live_code(tmp_path: Path, write: Write) -> None:
    write("xiaowei/cases/migrations/0001_tables.py", "import xiaowei.base.refs\nfrom xiaowei.base import ciphers\n")
    assert list(migration_imports.faults(tmp_path)) == []
    write("xiaowei/cases/migrations/0002_fill.py", "from xiaowei.cases.models import Case\n")
    write("xiaowei/cases/migrations/0003_fill.py", "from ..models import Case\n")
    assert len(list(migration_imports.faults(tmp_path))) == 2


def test_a_setting_and_its_line_in_the_page_need_each_other(tmp_path: Path, write: Write) -> None:
    write("docs/operate/settings.md", "| `XIAOWEI_BIND` | … |\n| `XIAOWEI_GONE` | … |\n")
    found = list(settings_page.faults(tmp_path, known=frozenset({"BIND", "VAR"})))
    assert [fault.split(": ")[1] for fault in found] == [
        "XIAOWEI_VAR is not described",
        "XIAOWEI_GONE is described but does not exist",
    ]


def test_a_role_gives_only_what_a_vocabulary_names(tmp_path: Path, write: Write) -> None:
    write("xiaowei/cases/vocab.py", 'ANSWER = "cases:case:answer"\n')
    write("xiaowei/roster/data/roles.json", '{"head": {"may": ["cases:case:answer", "cases:case:anwser"]}}')
    assert [fault.rsplit(" ", 1)[1] for fault in permissions.faults(tmp_path)] == ["cases:case:anwser"]


@pytest.mark.parametrize(
    ("name", "line", "wrong"),
    [
        ("requirements.lock", "django==5.2.19 \\", False),
        ("requirements.lock", "# htt" + "ps://example.org/simple", True),
        ("docs/a.md", "see https://www.rfc-editor.org/rfc/rfc6962", False),
        ("docs/a.md", "from https://py" + "pi.org/simple", True),
        ("xiaowei/a.py", 'open("/ho' + 'me/somebody/x")', True),
        ("xiaowei/a.py", 'path("desk/home/a", home)', False),
    ],
)
def test_addresses(tmp_path: Path, write: Write, name: str, line: str, wrong: bool) -> None:
    write(name, line + "\n")
    assert bool(list(addresses.faults(tmp_path))) is wrong


def test_licences_that_may_not_be_shipped(tmp_path: Path, write: Write) -> None:
    write("requirements.lock", "a==1\nb==1\nc==1\npsycopg==3\nd==1\ne==1\nf==1\n")
    said = {
        "a": "MIT",
        "b": "GPL-3.0-or-later",
        "c": "GNU Affero General Public License v3",
        "psycopg": "LGPL-3.0-only",
        "d": "GNU Lesser General Public License v3",
        "e": "",
        "f": None,  # not for this platform
    }
    assert [fault.split(":")[0] for fault in licences.faults(tmp_path, said.get)] == ["b", "c", "d", "e"]


def test_a_dependency_is_declared_and_used(tmp_path: Path, write: Write) -> None:
    write("pyproject.toml", '[project]\ndependencies = ["Django>=5", "pillow", "segno", "psycopg[binary]>=3"]\n')
    write("xiaowei/vault/pictures.py", "import json\nfrom PIL import Image\nimport django.db\nimport brotli\n")
    write("xiaowei/vault/tests/test_pictures.py", "import pytest\n")
    provided = {"PIL": ["Pillow"], "django": ["Django"], "brotli": ["Brotli"]}
    assert list(dependencies.faults(tmp_path, lambda: provided)) == [
        "pyproject.toml: nobody imports segno",
        "xiaowei/vault/pictures.py: imports brotli, which pyproject.toml does not declare",
    ]


def test_keys_lead_down_or_stay_at_home() -> None:
    storeys = foreign_keys.ranks(ROOT)
    fine = [("cases", "roster", "case.area"), ("cases", "cases", "event.case"), ("accounts", "auth", "login.groups")]
    assert list(foreign_keys.upward(iter(fine), storeys)) == []
    wrong = [("roster", "cases", "area.case"), ("finance", "benefits", "ledger.batch")]
    assert len(list(foreign_keys.upward(iter(wrong), storeys))) == 2


def test_every_template_is_tried_by_its_name(tmp_path: Path, write: Write) -> None:
    write("xiaowei/doors/shared/templates/shared/base.html", "")
    tried: list[str] = []
    assert list(templates.faults(tmp_path, tried.append)) == []
    assert tried == ["shared/base.html"]
