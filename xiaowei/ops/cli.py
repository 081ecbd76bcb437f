"""The command line: `xiaowei COMMAND …`.

Exit code 0 is success, 1 a refusal (one Chinese sentence on stderr that says what to do), 2 wrong use.
Each command is a module with `add_arguments(parser)` and `run(args) -> int | None`; those marked `bare`
run without Django, settings or database.
"""

import argparse
import importlib
import os
import sys
from dataclasses import dataclass
from typing import NoReturn


@dataclass(frozen=True)
class Command:
    module: str
    help: str
    bare: bool = False


COMMANDS = {
    "serve": Command("serve", "start the web worker and the clock, and restart either", bare=True),
    "prepare": Command("prepare", "create or upgrade the database and collect the front-end files"),
    "import-areas": Command("import_areas", "import areas from a CSV file: code,name,parent,level"),
    "import-households": Command("import_households", "import households: village,group,number,name,relation[,id]"),
    "close-household": Command("close_household", "take a household that moved away or was closed off the lists"),
    "import-powers": Command("import_powers", "import the power list with its flows and policies"),
    "import-calendar": Command("import_calendar", "enter a year's holidays and make-up workdays from a CSV file"),
    "intake": Command("intake", "say what the product understands in a spreadsheet", bare=True),
    "demo": Command("demo", "load the sample county; --json prints its log-ins"),
    "create-officer": Command("create_officer", "create a person with a post and a log-in"),
    "set-password": Command("set_password", "set a new password for a log-in"),
    "tick": Command("tick", "do once what time does: overdue cases, calendars, checkpoints"),
    "deliver": Command("deliver", "send once what waits in the outbox"),
    "clock": Command("clock", "tick and deliver until stopped"),
    "trail": Command("trail", "verify | head | proof INDEX --out DIR"),
    "routes": Command("routes", "list every path with its methods and audience"),
}


class Parser(argparse.ArgumentParser):
    """Says wrong use in one Chinese sentence; what exactly is wrong stays in argparse's own words."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"命令用法不对（{message}）。请运行 {self.prog} --help 查看用法。\n")


def build_parser(chosen: str | None = None) -> argparse.ArgumentParser:
    """The parser; only the chosen command's module is imported, so that `intake` starts fast."""
    parser = Parser(prog="xiaowei", description="Village-level supervision platform (小微)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        sub = commands.add_parser(name, help=command.help, description=command.help)
        if name == chosen:
            module = importlib.import_module(f"xiaowei.ops.{command.module}")
            module.add_arguments(sub)
            sub.set_defaults(run=module.run)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    os.umask(0o077)  # database, keys and files are for the owner alone
    arguments = sys.argv[1:] if argv is None else argv
    chosen = arguments[0] if arguments and arguments[0] in COMMANDS else None
    if chosen and not COMMANDS[chosen].bare:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaowei.settings")
        import django

        django.setup()
    args = build_parser(chosen).parse_args(arguments)
    try:
        return int(args.run(args) or 0)
    except BrokenPipeError:
        return 0
    except Exception as error:
        return _refuse(error)


def _refuse(error: Exception) -> int:
    from xiaowei.base.refusals import Refusal

    if isinstance(error, Refusal):
        print(str(error), file=sys.stderr)
        return 1
    if isinstance(error, FileNotFoundError):
        print(f"找不到文件 {error.filename}。请检查路径后再试。", file=sys.stderr)
        return 1
    if isinstance(error, IsADirectoryError | PermissionError) and error.filename:
        print(f"{error.filename} 是文件夹，或没有读写权限。请换一个文件或检查权限。", file=sys.stderr)
        return 1
    raise error
