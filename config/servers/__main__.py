"""`python -m config.servers FILE…` runs a Python file with throw-away servers named in its environment."""

import os
import subprocess
import sys

from config.servers.errors import ServerError
from config.servers.throwaway import throwaway_servers


def main(command: list[str]) -> int:
    """Returns the command's exit status; 1 where the servers cannot be had, 2 where no command is given."""
    if not command:
        print("usage: python -m config.servers FILE…", file=sys.stderr)
        return 2
    try:
        with throwaway_servers() as environment:
            return subprocess.run([sys.executable, *command], env={**os.environ, **environment}, check=False).returncode
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
