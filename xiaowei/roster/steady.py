"""Who holds which post is asked dozens of times for one publication. Where thousands of verbs follow each other and
nobody comes or goes between them (a load of sample data), the answers may be remembered.

Nothing is remembered outside `steady`: a request always reads what stands.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def steady() -> Iterator[None]:
    """While the roster stands still, also on the days that the verbs are dated to: the caller answers for it."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def remembered(read: Callable[P, R]) -> Callable[P, R]:
    """A read that inside `steady` is asked once for the same arguments, whatever the moment."""

    @wraps(read)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        if answers is None:
            return read(*args, **kwargs)
        key = (read, args, tuple(sorted((name, value) for name, value in kwargs.items() if name != "at")))
        if key not in answers:
            answers[key] = read(*args, **kwargs)
        found: Any = answers[key]
        return found.copy() if isinstance(found, list) else found  # type: ignore[return-value]

    return asked
