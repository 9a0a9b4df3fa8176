"""Run benchmarks by name, or all of them, each in a process of its own: memory is its own too."""

import subprocess
import sys

NAMES = (
    "assess",
    "load",
    "as_of",
    "desk",
    "speed",
    "servers",
    "growth",
    "searching",
    "reading",
    "exports",
)


def main(names: list[str]) -> int:
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}.")
        return 1
    return max(
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
        for name in names or NAMES
    )


sys.exit(main(sys.argv[1:]))
