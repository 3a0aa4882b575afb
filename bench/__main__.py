"""`python -m bench [NAME…]`: runs the benchmarks of this folder in turn, each in a process and on servers of its own.

Every module here is a benchmark that prints its rows and exits with 1 when it misses its target, except the peers
(`naive_*`) and what begins with an underscore.
"""

import os
import subprocess
import sys
from pathlib import Path

from config.servers.errors import ServerError
from config.servers.throwaway import throwaway_servers


def benchmark_names() -> list[str]:
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py"))
    return [name for name in names if not name.startswith(("_", "naive_"))]


def run_benchmarks(names: list[str]) -> list[str]:
    """Run the benchmarks `names`; returns those that failed."""
    failed = []
    for name in names:
        print(f"== {name}", flush=True)
        with throwaway_servers() as environment:
            variables = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "config.settings"}
            finished = subprocess.run([sys.executable, "-m", f"bench.{name}"], env=variables, check=False)
        if finished.returncode != 0:
            failed.append(name)
    return failed


def main(chosen: list[str]) -> int:
    """Returns the exit status: 1 where a benchmark failed or there is none, 2 where an unknown one is asked for."""
    known = benchmark_names()
    if unknown := sorted(set(chosen) - set(known)):
        print(f"没有名为 {'、'.join(unknown)} 的基准测试；现有：{'、'.join(known)}。", file=sys.stderr)
        return 2
    names = chosen or known
    try:
        failed = run_benchmarks(names)
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1
    if failed:
        print(f"未达标：{'、'.join(failed)}")
    print(f"{len(names) - len(failed)} passed, {len(failed)} failed")
    return 0 if names and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
