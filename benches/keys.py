"""How long an editor waits, from a key to the diagnostics of the text with it in it.

    cargo build --profile dist
    python3 benches/peers/corpus.py 1000 /tmp/guides --only mingbai
    MINGBAI=target/dist/mingbai python3 benches/keys.py /tmp/guides/mingbai       # or . for the shipped site

Opens one guide in `mingbai lsp` (`$MINGBAI`, else `target/release/mingbai`) and changes it, key by key, so that a link
to nothing comes and goes. Prints milliseconds: the median, the 95th of a hundred and the longest; and how long the site
took to be read. Nothing is written into the site.
"""

import argparse
import json
import os
import statistics
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
MINGBAI = os.environ.get("MINGBAI", str(ROOT / "target/release/mingbai"))


class Editor:
    """An editor that speaks to the server."""

    def __init__(self, site):
        command = [MINGBAI, "lsp", "--root", str(site)]
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def say(self, method, params, number=None):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if number is not None:
            message["id"] = number
        body = json.dumps(message).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.server.stdin.flush()

    def hear(self):
        length = 0
        while (line := self.server.stdout.readline().strip()) != b"":
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.server.stdout.read(length))

    def until(self, wanted):
        while True:
            heard = self.hear()
            # What the server asks of an editor is answered by nothing.
            if "id" in heard and "method" in heard:
                body = json.dumps({"jsonrpc": "2.0", "id": heard["id"], "result": None}).encode()
                self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
                self.server.stdin.flush()
            if wanted(heard):
                return heard


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("site", type=Path)
    words.add_argument("--keys", type=int, default=200)
    asked = words.parse_args()
    site = asked.site.resolve()
    guides = sorted(path for path in (site / "content").glob("*/*.md") if path.name != "index.md")
    guide = guides[len(guides) // 2]
    text, uri = guide.read_text(encoding="utf-8"), guide.as_uri()
    editor = Editor(site)
    start = time.perf_counter()
    editor.say("initialize", {"processId": None, "rootUri": site.as_uri(), "capabilities": {}}, 1)
    editor.until(lambda heard: heard.get("id") == 1)
    editor.say("initialized", {})
    document = {"uri": uri, "languageId": "markdown", "version": 0, "text": text + "\n[[nothing-there]]\n"}
    editor.say("textDocument/didOpen", {"textDocument": document})

    def here(heard):
        return heard.get("method") == "textDocument/publishDiagnostics" and heard["params"]["uri"].endswith(guide.name)

    editor.until(here)
    read = time.perf_counter() - start
    waits = []
    for key in range(1, asked.keys + 1):
        dead = "\n[[nothing-there]]\n" if key % 2 == 0 else ""
        change = {"textDocument": {"uri": uri, "version": key}, "contentChanges": [{"text": f"{text}\n第 {key} 键\n{dead}"}]}
        start = time.perf_counter()
        editor.say("textDocument/didChange", change)
        editor.until(here)
        waits.append(1000 * (time.perf_counter() - start))
        # Nobody types without a pause.
        time.sleep(0.05)
    editor.server.kill()
    waits.sort()
    longest, most = waits[-1], waits[int(0.95 * len(waits))]
    print(f"{len(guides)} guides, read in {read:.2f} s; {len(waits)} keys: median {statistics.median(waits):.1f} ms, 95 % {most:.1f} ms, longest {longest:.1f} ms")


if __name__ == "__main__":
    main()
