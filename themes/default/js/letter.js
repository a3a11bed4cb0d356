// Fields for the blanks of a letter, and what is done with it once they are filled in. What is written stays
// in this page: nothing is stored and nothing is sent, which the page's own policy forbids.

let count = 0;

function start(letter) {
  const page = letter.closest(".sheet, main");
  const fill = page.querySelector("[data-fill]");
  const send = page.querySelector("[data-send]");

  /** By id: where a blank stands, what stands there while it is empty, and its field. */
  const blanks = new Map();

  /** The letter as plain text, by the rules of src/render/letter.rs. */
  function text() {
    let out = "";
    let due = 0;
    let marked = false;
    const put = (words) => {
      out += "\n".repeat(due) + words;
      due = 0;
      marked = false;
    };
    const endLine = (lines) => {
      if (out && !marked) due = Math.max(due, lines);
    };
    const walk = (node, lists) => {
      const block = lists.length ? 1 : 2;
      if (node.nodeType === Node.TEXT_NODE) {
        const kept = node.parentNode.classList.contains("filled");
        let words = kept ? node.data : node.data.replace(/[ \n\t\r]+/g, " ");
        if (due || marked || !out || out.endsWith("\n")) words = words.replace(/^ +/, "");
        if (words) put(words);
      } else if (node.localName === "br") {
        put("\n");
      } else if (/^[uo]l$/.test(node.localName)) {
        endLine(block);
        const list = { number: node.localName === "ol" && node.start };
        node.childNodes.forEach((child) => walk(child, [...lists, list]));
        marked = false;
        endLine(block);
      } else if (node.localName === "li") {
        const list = lists[lists.length - 1];
        marked = false;
        endLine(1);
        put("  ".repeat(lists.length - 1) + (list.number === false ? "- " : `${list.number++}. `));
        marked = true;
        node.childNodes.forEach((child) => walk(child, lists));
      } else {
        const line = /^(p|hr|h[1-6])$/.test(node.localName);
        if (line) endLine(block);
        node.childNodes.forEach((child) => walk(child, lists));
        if (line) endLine(block);
      }
    };
    walk(letter, []);
    return out.replace(/ +$/gm, "").trim();
  }

  /** A field for a blank; a large one where there is much to write. */
  function field(blank) {
    const label = document.createElement("label");
    const long = blank.places.some((place) => place.classList.contains("long"));
    const input = document.createElement(long ? "textarea" : "input");
    label.textContent = blank.places[0].firstElementChild.textContent;
    label.htmlFor = input.id = `blank-${(count += 1)}`;
    // What a browser completes or has checked elsewhere, it has kept or sent.
    input.autocomplete = "off";
    input.spellcheck = false;
    input.setAttribute("autocorrect", "off");
    input.addEventListener("input", () => show(blank));
    blank.places.forEach((place) => place.addEventListener("click", () => input.focus()));
    blank.input = input;
    const row = document.createElement("div");
    row.append(label, input);
    return row;
  }

  /** Puts what was written wherever the blank stands. */
  function show(blank) {
    const written = blank.input.value.trim();
    blank.places.forEach((place, at) => {
      place.classList.toggle("filled", written !== "");
      place.replaceChildren(...(written ? [written] : blank.empty[at]));
    });
  }

  /** Says that it was copied and how much is still blank, or that it was not. */
  function say(copied) {
    const left = [...blanks.values()].filter((blank) => !blank.input.value.trim()).length;
    const seen = { copied, left: copied && left > 0, failed: !copied };
    for (const said of page.querySelectorAll("[data-say]")) {
      said.dataset.words = said.dataset.words || said.textContent;
      said.textContent = said.dataset.words.replace("{n}", left);
      said.hidden = !seen[said.dataset.say];
    }
  }

  /** For pages that have no clipboard: those of old browsers, or without a certificate. */
  function copyBySelection(words) {
    const area = document.createElement("textarea");
    const before = /** @type {HTMLElement} */ (document.activeElement);
    area.value = words;
    fill.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    before.focus();
    if (!copied) throw new Error("not copied");
  }

  const actions = {
    async copy() {
      const words = text();
      try {
        await (navigator.clipboard ? navigator.clipboard.writeText(words) : copyBySelection(words));
        say(true);
      } catch {
        say(false);
      }
    },
    print: () => window.print(),
    save() {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(["\ufeff", text(), "\n"], { type: "text/plain" }));
      link.download = `${letter.dataset.letter}.txt`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    },
    clear() {
      blanks.forEach((blank) => {
        blank.input.value = "";
        show(blank);
      });
      const first = fill.querySelector("input, textarea");
      if (first) first.focus();
    },
  };

  for (const place of letter.querySelectorAll("[data-blank]")) {
    const id = place.dataset.blank;
    if (!blanks.has(id)) blanks.set(id, { places: [], empty: [] });
    blanks.get(id).places.push(place);
    blanks.get(id).empty.push([...place.childNodes]);
  }
  blanks.forEach((blank) => fill.append(field(blank)));
  fill.hidden = blanks.size === 0;
  send.hidden = false;
  send.querySelector("[data-do=clear]").hidden = blanks.size === 0;
  send.addEventListener("click", ({ target }) => actions[target.dataset.do]?.());
}

document.querySelectorAll("[data-letter]").forEach(start);
