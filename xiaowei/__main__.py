"""`python -m xiaowei`: the same command line as the `xiaowei` script."""

import sys

from xiaowei.ops.cli import main

if __name__ == "__main__":
    sys.exit(main())
