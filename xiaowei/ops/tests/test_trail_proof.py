"""`xiaowei trail proof`: what she carries home is checked on any computer, without us."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from xiaowei.ops.cli import main
from xiaowei.trail import actions, queries
from xiaowei.trail.offline import verify as offline
from xiaowei.trail.tests import cast

pytestmark = pytest.mark.django_db


def test_a_villager_checks_her_proof_on_any_computer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(11):
        cast.record(number)
    assert main(["trail", "proof", "11", "--out", str(tmp_path)]) == 1
    assert "没有第 11 号，现在共 11 条" in capsys.readouterr().err
    assert queries.last_checkpoint() is None
    assert main(["trail", "proof", "10", "--out", str(tmp_path)]) == 0  # not signed yet: signed on the spot
    cast.record(11)
    assert main(["trail", "proof", "6", "--out", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "checkpoint",
        "entry.json",
        "proof.tlog-proof",
        "public-key",
        "verify.py",
    ]
    command = [sys.executable, "-I", "-S", str(tmp_path / "verify.py")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env={"PYTHONUTF8": "1"}, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "签名有效" in done.stdout and "第 6 号" in done.stdout and "共 11 条" in done.stdout


def test_any_altered_byte_of_the_proof_is_seen(tmp_path: Path) -> None:
    for number in range(5):
        cast.record(number)
    actions.sign_checkpoint(cast.MOMENT)
    whole = tmp_path / "whole"
    main(["trail", "proof", "2", "--out", str(whole)])
    assert offline.main([str(whole)]) == 0
    for name in ("entry.json", "public-key", "checkpoint", "proof.tlog-proof"):
        raw = (whole / name).read_bytes()
        for position in range(0, len(raw) - 1, 5):
            altered = tmp_path / "altered"
            shutil.copytree(whole, altered, dirs_exist_ok=True)
            (altered / name).write_bytes(raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :])
            assert offline.main([str(altered)]) == 1, (name, position)


def test_signatures_as_rfc_8032_has_them() -> None:
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert offline.signature_fits(public, b"\x72", signature)
    assert not offline.signature_fits(public, b"\x73", signature)
    assert not offline.signature_fits(public, b"\x72", signature[:32] + bytes(32))
    order = offline.ORDER.to_bytes(32, "little")
    assert not offline.signature_fits(public, b"\x72", signature[:32] + order)
