// Keeps an open page in step with its sources: loads it again after a build, and lays the errors of a
// build that failed over it. `mingbai serve` adds this script to the pages it shows; no published
// page has it.
(() => {
  const { version } = document.currentScript.dataset;
  const isReport = "mingbaiReport" in document.documentElement.dataset;
  let events = null;
  let reported = "";
  let overlay = null;

  // Browsers allow few connections to one host. Only pages that someone looks at keep theirs.
  function connect() {
    if (events || document.hidden) return;
    events = new EventSource("/__mingbai/events");
    events.addEventListener("version", ({ data }) => {
      if (data !== version) location.reload();
    });
    events.addEventListener("report", ({ data }) => show(data));
    events.addEventListener("error", () => {
      // A connection that was lost is made again by itself, one that was refused is not.
      if (events?.readyState !== EventSource.CLOSED) return;
      disconnect();
      setTimeout(connect, 1000);
    });
  }

  function disconnect() {
    events?.close();
    events = null;
  }

  // The same report is not shown twice: it may have been closed on purpose.
  function show(report) {
    if (isReport || report === reported) return;
    reported = report;
    overlay?.remove();
    overlay = report === "" ? null : lay(report);
  }

  // The page's styles do not reach into a shadow tree, and styles that a script sets one by one are
  // allowed by the strictest policy.
  function lay(report) {
    const host = document.createElement("div");
    const dialog = document.createElement("dialog");
    const close = document.createElement("button");
    const text = document.createElement("pre");
    dialog.setAttribute("aria-label", "mingbai serve");
    close.textContent = "Esc ×";
    text.textContent = report;
    Object.assign(dialog.style, {
      inset: "0", boxSizing: "border-box", width: "min(60rem, calc(100% - 2rem))", maxHeight: "calc(100% - 2rem)",
      margin: "auto", padding: "1rem", overflow: "auto", border: "0", borderTop: "4px solid #e5484d",
      color: "#f4f4f4", background: "#1c1c1f", textAlign: "left",
    });
    Object.assign(text.style, { margin: "0", font: "14px/1.5 monospace", overflowX: "auto" });
    Object.assign(close.style, { float: "right", font: "14px/1.5 monospace" });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => host.remove());
    dialog.append(close, text);
    host.attachShadow({ mode: "open" }).append(dialog);
    document.body.append(host);
    dialog.showModal();
    return host;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  connect();
})();
