"""The table and the plot of `docs/speed.md`, from what `run.py` measured.

    python3 benches/peers/draw.py speed.json            # or several, of other sizes
"""

import json
import sys
from pathlib import Path

from run import FLOOR, ROOT, growth, medians

PAGE = ROOT / "docs/speed.md"
PLOT = ROOT / "docs/pictures/speed.svg"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

# The plot: one bar a name, the name before it and the number behind it.
WIDTH, NAMES, NUMBERS, BAR, GAP = 760, 250, 170, 20, 14
STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #1f2328 }
  .bar { fill: #8c959f } .own { fill: #1a7f64 } .number, .note { fill: #59636e }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .bar { fill: #6e7681 } .own { fill: #3fb68b } .number, .note { fill: #a0a8b2 }
  }"""


def table(of, names):
    sizes = sorted({size for _, size in of})
    lines = ["| guides | | wall s | CPU s | peak MB | files | MB out | × Hugo |",
             "|---:|---|---:|---:|---:|---:|---:|---:|"]
    for size in sizes:
        base = of.get(("Hugo", size))
        for name in names:
            if m := of.get((name, size)):
                peak = f"{m['memory'] / 1e6:,.0f}" if m["memory"] else ""
                files, size_out = (f"{m['files']:,.0f}", f"{m['bytes'] / 1e6:,.1f}") if m["files"] else ("", "")
                ratio = f"{m['wall'] / base['wall']:.2f}" if base else ""
                lines.append(f"| {size:,} | {name} | {m['wall']:.2f} | {m['cpu']:.2f} | {peak} | {files} | {size_out} | {ratio} |")
    lines += ["", f"Growth from {sizes[0]:,} to {sizes[-1]:,} guides, as exponents:" , "",
              "| | CPU | memory |", "|---|---:|---:|"]
    for name in names:
        if name != FLOOR and (cpu := growth(of, name, "cpu")) is not None:
            lines.append(f"| {name} | {cpu:.2f} | {growth(of, name, 'memory'):.2f} |")
    return "\n".join(lines) if len(sizes) > 1 else "\n".join(lines[:-4])


def plot(of, names, size):
    """Seconds of the processor: what a busy machine changes least."""
    rows = [(name, of[name, size]["cpu"]) for name in names if (name, size) in of]
    longest = max(cpu for _, cpu in rows)
    room = WIDTH - NAMES - NUMBERS
    height = 44 + len(rows) * (BAR + GAP) + 8
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="'
             f'Seconds of the processor for {size:,} guides: ' + ", ".join(f"{n} {c:.1f}" for n, c in rows) + '">',
             f"<style>{STYLE}\n</style>",
             f'<text class="note" x="0" y="18">{size:,} guides, built anew: seconds of the processor</text>']
    for row, (name, cpu) in enumerate(rows):
        top = 36 + row * (BAR + GAP)
        kind, width = ("own" if name.startswith("Mingbai") else "bar"), max(2, cpu / longest * room)
        parts += [f'<text x="0" y="{top + 15}">{name.split(":")[0]}</text>',
                  f'<rect class="{kind}" x="{NAMES}" y="{top}" width="{width:.1f}" height="{BAR}" rx="2"/>',
                  f'<text class="number" x="{NAMES + width + 8:.1f}" y="{top + 15}">{cpu:.1f} s</text>']
    return "\n".join([*parts, "</svg>"]) + "\n"


def main():
    parts = [json.loads(Path(path).read_text()) for path in sys.argv[1:]]
    measured = parts[0] | {"runs": [run for part in parts for run in part["runs"]]}
    of = medians(measured["runs"])
    names = list(dict.fromkeys(run["name"] for run in measured["runs"]))
    machine = measured["machine"]
    loads = [run["load"] for run in measured["runs"]]
    sizes = sorted({size for _, size in of})
    rounds = " and ".join(f"{min(m['runs'] for (_, s), m in of.items() if s == size)} with {size:,} guides" for size in sizes)
    versions = {name.split(",")[0].split(" ")[0]: version for name, version in measured["versions"].items()}
    note = (f"{machine['day']}: {', '.join(f'{name} {version}' for name, version in versions.items())}; {machine['cores']} "
            f"cores ({machine['cpu']}), {machine['memory'] / 2**30:.0f} GB, {machine['system']}. Medians of {rounds}, "
            f"in turns. Load while measuring: {min(loads):.1f} to {max(loads):.1f}.")
    page = PAGE.read_text()
    before, after = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n{table(of, names)}\n\n{note}\n{END}{after}")
    # The largest of the sizes at which most were measured.
    shown = max(sizes, key=lambda size: (sum(s == size for _, s in of), size))
    PLOT.write_text(plot(of, names, shown))


if __name__ == "__main__":
    main()
