"""`xiaowei deliver`: send once what waits in the outbox."""

import argparse

from xiaowei.base import clock
from xiaowei.courier.deliver import deliver_due


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(args: argparse.Namespace) -> int:
    print(f"已送达：{deliver_due(at=clock.now())} 条")
    return 0
