"""What a build costs after an edit, beside one from nothing and one of what was built already.

    python3 benches/peers/corpus.py 10000 /tmp/guides --only mingbai
    python3 benches/edited.py /tmp/guides/mingbai

Builds the site (`$MINGBAI`, else `target/release/mingbai`) into a folder beside it: from nothing, again, and after one
more line in one text, three times; all that in turns. Prints medians: seconds of the processor and by the clock, each with
what part of a build from nothing that is, and megabytes. Texts stay edited, so use a copy.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
MINGBAI = os.environ.get("MINGBAI", str(ROOT / "target/release/mingbai"))
EDITS = 3


def build(site, out):
    """Seconds of the processor and by the clock, and the most megabytes held."""
    command = [MINGBAI, "build", "--root", str(site), "--output", str(out), "--quiet"]
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)}: exit code {child.returncode}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - begun, usage.ru_maxrss / 1024


def clear(site, out, away):
    """Moves away the output, what publication keeps beside it, and the cache. Nothing is removed until the end: a file
    system that was just told to forget thousands of files is slow to make new ones."""
    away.mkdir(parents=True)
    for number, path in enumerate((out, site / ".mingbai", *out.parent.glob(f".{out.name}.mingbai-*"))):
        if path.exists():
            path.rename(away / str(number))


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("site", type=Path)
    words.add_argument("--rounds", type=int, default=5)
    asked = words.parse_args()
    site, out = asked.site.resolve(), asked.site.resolve().with_name("edited-out")
    texts = sorted((site / "content").glob("*/*.md"))
    away = out.with_name("edited-before")
    taken = {"from nothing": [], "nothing changed": [], "one text edited": []}
    for turn in range(asked.rounds):
        clear(site, out, away / str(turn))
        taken["from nothing"].append(build(site, out))
        # The first after a publication looks whether the clock tells its files from later ones.
        build(site, out)
        taken["nothing changed"].append(build(site, out))
        for edit in range(EDITS):
            text = texts[(7919 * turn + 31 * edit) % len(texts)]
            with text.open("a", encoding="utf-8") as file:
                file.write(f"\n第 {turn} 轮第 {edit} 次改动，{time.time_ns()}。\n")
            taken["one text edited"].append(build(site, out))
    shutil.rmtree(away)
    whole = None
    for name, builds in taken.items():
        cpu, wall, megabytes = (statistics.median(values) for values in zip(*builds))
        whole = whole or (cpu, wall)
        parts = f"{cpu:6.2f} s of the processor ({cpu / whole[0]:.2f}) {wall:6.2f} s ({wall / whole[1]:.2f})"
        print(f"{name:16} {parts} {megabytes:6.0f} MB")


if __name__ == "__main__":
    main()
