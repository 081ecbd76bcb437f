"""`xiaowei routes`: every path with its methods and audience, so that nobody opens a door unseen."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.admindocs.views import simplify_regex
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern


@dataclass(frozen=True)
class Route:
    """One URL pattern. `audience` and `methods` are what the view itself declares; empty when it does not."""

    path: str
    methods: tuple[str, ...]
    audience: str
    name: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print a JSON list")


def run(args: argparse.Namespace) -> int:
    """List the routes. Returns 1 when a view does not say for whom it is."""
    routes = list(every_route())
    unsaid = [route.path for route in routes if not route.audience or not route.methods]
    if unsaid:
        print(f"这些地址没有写明给谁看：{'、'.join(unsaid)}。请给视图加上 @audience。", file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps([asdict(route) for route in routes], ensure_ascii=False, indent=1))
    else:
        for route in routes:
            print(f"{route.audience:<12} {','.join(route.methods):<10} {route.path}")
    return 0


def every_route() -> Iterator[Route]:
    """Every URL pattern, in the order in which they are tried."""
    yield from _walk(get_resolver().url_patterns, "/", "")


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Route]:
    for item in patterns:
        path = prefix + _readable(item.pattern)
        if isinstance(item, URLResolver):
            yield from _walk(item.url_patterns, path, namespace + (f"{item.namespace}:" if item.namespace else ""))
        elif isinstance(item, URLPattern):
            view = _declared(item.callback)
            methods = tuple(getattr(view, "methods", ()))
            yield Route(path, methods, str(getattr(view, "audience", "")), namespace + (item.name or ""))


def _readable(pattern: Any) -> str:
    # a regular expression is told as the path it means
    return simplify_regex(str(pattern)).lstrip("/") if isinstance(pattern, RegexPattern) else str(pattern)


def _declared(view: Callable[..., Any]) -> Any:
    # other decorators may wrap the one that carries the declaration
    while not hasattr(view, "audience") and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view
