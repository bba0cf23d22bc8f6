#!/usr/bin/env python3
"""The door to the digest: `python build.py [COMMAND]`; no command means `build`."""

from digest.cli import door

if __name__ == "__main__":
    door()
