"""`xiaowei trail verify [--json] | head | proof INDEX --out DIR`."""

import argparse
import json
from pathlib import Path

from django.utils.translation import gettext as _

from xiaowei.base import clock
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.ops import verify
from xiaowei.trail import actions
from xiaowei.trail import queries as trail
from xiaowei.trail.offline import verify as offline


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the trail."""
    verbs = parser.add_subparsers(dest="verb", metavar="verify|head|proof", required=True)
    check = verbs.add_parser("verify", help="recompute everything and name what does not fit")
    check.add_argument("--json", action="store_true", help="print {ok,size,root,bad:[{index,why}]}")
    verbs.add_parser("head", help="print size and root now, and the last signed checkpoint")
    proof = verbs.add_parser("proof", help="write an entry and its proof, to be checked anywhere without network")
    proof.add_argument("index", type=int, metavar="INDEX")
    proof.add_argument("--out", type=Path, required=True, metavar="DIR")


def run(args: argparse.Namespace) -> int:
    """Run one of the three."""
    if args.verb == "verify":
        return _verify(as_json=args.json)
    if args.verb == "head":
        return _head()
    return _proof(args.index, args.out)


def _verify(*, as_json: bool) -> int:
    report = verify.verify()
    if as_json:
        bad = [{"index": fault.index, "why": fault.why} for fault in report.bad]
        print(json.dumps({"ok": report.ok, "size": report.size, "root": report.root, "bad": bad}, ensure_ascii=False))
        return 0 if report.ok else 1
    counts = {"size": report.size, "root": report.root, "bad": len(report.bad), "erased": report.erased}
    if report.ok:
        print(_("OK %(size)d 条，根 %(root)s") % counts)
    else:
        print(_("有 %(bad)d 处不对（共 %(size)d 条，根 %(root)s）：") % counts)
        for fault in report.bad:
            print(fault.why)
    if report.erased:
        print(_("其中 %(erased)d 条的内容已依法抹除，证明仍然有效。") % counts)
    return 0 if report.ok else 1


def _head() -> int:
    head, signed = trail.head(), trail.last_checkpoint()
    print(_("%(size)d 条，根 %(root)s") % {"size": head.size, "root": head.root.hex()})
    print(signed.note.rstrip("\n") if signed else _("还没有签过校验点。"))
    return 0


def _proof(index: int, out: Path) -> int:
    try:
        proof = trail.prove(index)
    except NotFound:
        size = trail.head().size
        raise Refusal(
            _("留痕里没有第 %(n)d 号，现在共 %(size)d 条，编号从 0 开始。请换一个编号。"), n=index, size=size
        ) from None
    if proof.state == trail.ProofState.WAITING:  # whoever runs this holds the signer's key anyway
        actions.sign_checkpoint(clock.now())
        proof = trail.prove(index)
    if proof.state == trail.ProofState.BROKEN or proof.checkpoint is None:
        raise Refusal(_("第 %(n)d 号和签过名的日志对不上。请运行 xiaowei trail verify 查看哪里不对。"), n=index)
    files = {
        "entry.json": proof.entry.text,
        "proof.tlog-proof": proof.text,
        "checkpoint": proof.checkpoint.note,
        "public-key": trail.verifier_key() + "\n",
        "verify.py": Path(offline.__file__).read_text(encoding="utf-8"),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_text(content, encoding="utf-8", newline="\n")
    print(
        _("已写入 %(out)s。在任何一台装有 Python 的电脑上运行 python3 verify.py 即可核对，不需要网络。") % {"out": out}
    )
    return 0
