"""Kill runs at random moments and prove that the next one completes them: python -m tests.killed --moments 100 [--seed 1]"""

import argparse
import tempfile
from pathlib import Path

from tests.killed.run import adopting
from tests.killed.trials import ENDED, prepared, trials


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.killed", description=__doc__.split(":")[0])
    asked.add_argument("--moments", type=int, default=100)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as home, adopting():
        of = prepared(Path(home))
        seen = trials(given.moments, given.seed, of, Path(home), lambda line: print(line, flush=True))
    killed = given.moments - seen[ENDED]
    print(f"\n{killed} of {given.moments} runs killed at work, every one completed by the next to the same bytes")
    for found, times in sorted(seen.items()):
        print(f"{times:>5}  {found}")


if __name__ == "__main__":
    main()
