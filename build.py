#!/usr/bin/env python3
"""The door to the digest: `python build.py [COMMAND]`; no command means `build`."""

import sys

from digest.cli import main

if __name__ == "__main__":
    sys.exit(main())
