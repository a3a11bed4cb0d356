"""Mingbai beside other generators of static sites, on the same guides.

    python3 benches/peers/run.py 1000 10000

Makes the guides, builds them with Mingbai (`$MINGBAI`, else `target/release/mingbai`) and with whichever of Hugo,
Zola, mdBook, Eleventy and Pagefind stand on the path, in turns, and prints medians. The floor is the tree that
Mingbai makes, written by two processes that do nothing else. What was measured is written to `speed.json`, from
which `draw.py` makes the table and the plot of `docs/speed.md`.
"""

import argparse
import json
import math
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import corpus

ROOT = Path(__file__).parents[2]
MINGBAI = os.environ.get("MINGBAI", str(ROOT / "target/release/mingbai"))


class Peer:
    """One thing that is measured: how it is called, and up to how many guides it is asked for."""

    def __init__(self, name, layout, command, most=math.inf, env=None, cwd=False, program=None):
        self.name, self.layout, self.command, self.most = name, layout, command, most
        self.env, self.cwd = env or {}, cwd
        self.program = shutil.which(program or command[0])

    def run(self, site, out):
        words = {"site": site, "out": out, "hugo": out.parent / "hugo"}
        command = [self.program, *(word.format(**words) for word in self.command[1:])]
        return measured(command, self.env, site if self.cwd else None)

    def version(self):
        answer = subprocess.run([self.program, "version" if self.command[0] == "hugo" else "--version"],
                                capture_output=True, text=True)
        number = re.search(r"\d+\.\d+[.\d]*", answer.stdout + answer.stderr)
        return number[0] if number else ""


# In the order in which they take turns. What is superlinear is not asked for ten thousand guides unless by `--all`.
PEERS = [
    Peer("Mingbai, all of it", "mingbai", [MINGBAI, "build", "--root", "{site}", "--output", "{out}", "--quiet"]),
    Peer("Hugo", "hugo", ["hugo", "--quiet", "--source", "{site}", "--destination", "{out}"],
         env={"HUGO_PARAMS_RELATED": "false"}),
    Peer("Pagefind on Hugo's pages", "hugo", ["pagefind", "--site", "{hugo}", "--output-path", "{out}"]),
    Peer("Hugo, related guides", "hugo", ["hugo", "--quiet", "--source", "{site}", "--destination", "{out}"], most=2000),
    Peer("Zola", "zola", ["zola", "--root", "{site}", "build", "--output-dir", "{out}"]),
    Peer("Eleventy", "eleventy", ["eleventy", "--quiet", "--output={out}"], cwd=True),
    Peer("mdBook", "mdbook", ["mdbook", "build", "{site}", "--dest-dir", "{out}"], most=2000),
]


def measured(command, env, cwd):
    """Runs a command: seconds by the clock and of the processor, and the most memory it held."""
    start = time.monotonic()
    child = subprocess.Popen(command, env={**os.environ, **env}, cwd=cwd, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit code {child.returncode}")
    return {
        "wall": time.monotonic() - start,
        "cpu": usage.ru_utime + usage.ru_stime,
        # Kilobytes, but on macOS bytes.
        "memory": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    }


def files_of(folder):
    return [Path(path) / name for path, _, names in os.walk(folder) for name in names]


def floor(tree, out):
    """Writes the files of a tree that are in memory already."""
    files = [(out / path.relative_to(tree), path.read_bytes()) for path in files_of(tree)]
    start, halves = time.monotonic(), []
    for half in (files[::2], files[1::2]):
        child = os.fork()
        if child == 0:
            for path, data in half:
                try:
                    file = os.open(path, os.O_WRONLY | os.O_CREAT)
                except FileNotFoundError:
                    os.makedirs(path.parent, exist_ok=True)
                    file = os.open(path, os.O_WRONLY | os.O_CREAT)
                os.write(file, data)
                os.close(file)
            os._exit(0)
        halves.append(child)
    usage = [os.wait4(child, 0)[2] for child in halves]
    return {
        "wall": time.monotonic() - start,
        "cpu": sum(u.ru_utime + u.ru_stime for u in usage),
        "memory": 0,
    }


def measure(size, rounds, peers, work):
    """All runs for one number of guides. What is written is left until the end: a disk takes longer to make files
    where it has just removed some."""
    layouts = {peer.layout for peer in peers}
    made = corpus.make(size, work / "guides", layouts)
    print(f"{size} guides, {made['han_per_guide']} characters each", file=sys.stderr)
    if "eleventy" in layouts:
        modules = Path(shutil.which("eleventy")).parent.parent
        (work / "guides/eleventy/node_modules").symlink_to(modules)
    runs = []
    for turn in range(rounds):
        here = work / f"round-{turn}"
        here.mkdir()
        for peer in peers:
            if size > peer.most:
                continue
            out = here / peer.name.split(",")[0].split(" ")[0].lower()
            out = out if not out.exists() else here / peer.name.replace(" ", "-").lower()
            # Nobody finds anything of the round before; like what is written, it is left until the end.
            kept = work / "guides" / peer.layout / ".mingbai"
            if kept.exists():
                kept.rename(here / "kept")
            run = peer.run(work / "guides" / peer.layout, out)
            files = files_of(out)
            run |= {"name": peer.name, "guides": size, "load": os.getloadavg()[0], "files": len(files),
                    "bytes": sum(path.stat().st_size for path in files)}
            runs.append(run)
            print("  {name:26} {wall:8.2f} s {cpu:8.2f} s CPU".format(**run), file=sys.stderr)
        run = floor(here / "mingbai", here / "floor")
        runs.append({"name": FLOOR, "guides": size, "load": os.getloadavg()[0], "files": 0, "bytes": 0, **run})
    return runs


FLOOR = "the floor: files written, nothing else"


def machine():
    cpu = [line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
           if line.startswith("model name")] if Path("/proc/cpuinfo").exists() else [platform.processor()]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"cpu": cpu[0], "cores": os.cpu_count(), "memory": memory, "system": platform.system(),
            "day": time.strftime("%Y-%m-%d", time.gmtime())}


def medians(runs):
    """The median run of each name and size, field by field."""
    found = {}
    for run in runs:
        found.setdefault((run["name"], run["guides"]), []).append(run)
    fields = ("wall", "cpu", "memory", "files", "bytes", "load")
    return {key: {f: statistics.median(r[f] for r in of) for f in fields} | {"runs": len(of)} for key, of in found.items()}


def growth(of, name, field):
    """The exponent with which a field grows from the smallest size to the largest."""
    sizes = sorted(size for known, size in of if known == name)
    if len(sizes) < 2 or not of[name, sizes[0]][field]:
        return None
    ratio = of[name, sizes[-1]][field] / of[name, sizes[0]][field]
    return math.log(ratio) / math.log(sizes[-1] / sizes[0])


def report(runs, against="Hugo"):
    of = medians(runs)
    for size in sorted({size for _, size in of}):
        print(f"\n{size} guides               wall s    CPU s  peak MB    files   MB out  × {against}")
        for (name, guides), m in of.items():
            if guides == size:
                base = of.get((against, size))
                ratio = f"{m['wall'] / base['wall']:8.2f}" if base else ""
                print(f"{name:38.38}{m['wall']:8.2f} {m['cpu']:8.2f} {m['memory'] / 1e6:8.0f} {m['files']:8.0f} "
                      f"{m['bytes'] / 1e6:8.1f} {ratio}")
    print("\nGrowth: exponents of CPU and memory")
    for name in dict.fromkeys(name for name, _ in of):
        cpu, memory = growth(of, name, "cpu"), growth(of, name, "memory")
        if cpu is not None:
            print(f"{name:38.38}{cpu:8.2f} {'' if memory is None else f'{memory:8.2f}'}")


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("guides", type=int, nargs="*", default=[1000, 10000])
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--all", action="store_true", help="ask also for what takes very long")
    asked.add_argument("--only", default="", help="names that begin so, separated by commas")
    asked.add_argument("--work", type=Path, help="where to work, instead of the folder for temporary files")
    asked.add_argument("--json", type=Path, default=Path("speed.json"))
    given = asked.parse_args()
    wanted = tuple(given.only.split(","))
    peers = [peer for peer in PEERS if peer.program and peer.name.startswith(wanted)]
    for peer in peers:
        peer.most = math.inf if given.all else peer.most
    missing = [peer.name for peer in PEERS if not peer.program]
    print(f"Not on this machine: {', '.join(missing) or 'none'}", file=sys.stderr)
    runs = []
    for size in given.guides:
        with tempfile.TemporaryDirectory(dir=given.work) as work:
            runs += measure(size, given.rounds, peers, Path(work))
    versions = {peer.name: peer.version() for peer in peers}
    given.json.write_text(json.dumps({"machine": machine(), "versions": versions, "runs": runs}, indent=1) + "\n")
    report(runs)


if __name__ == "__main__":
    main()
