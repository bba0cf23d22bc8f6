"""`python -m digest`: the same door as the installed `digest` command."""

from digest.cli import door

if __name__ == "__main__":
    door()
