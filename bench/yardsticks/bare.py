"""A bare WSGI callable that returns the bytes of a file: `python -m bench.yardsticks.bare SOCKET FILE TYPE`."""

import sys
from pathlib import Path

from xiaowei.ops import web


def main() -> None:
    body = Path(sys.argv[2]).read_bytes()
    headers = [("content-type", sys.argv[3]), ("content-length", str(len(body)))]

    def application(environ, start_response):  # type: ignore[no-untyped-def]
        start_response("200 OK", headers)
        return [body]

    web.serve(int(sys.argv[1]), lambda: application)


if __name__ == "__main__":
    main()
