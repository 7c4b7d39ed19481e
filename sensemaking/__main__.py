"""`python -m sensemaking`."""

import sys

from sensemaking.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
