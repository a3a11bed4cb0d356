// A page says by itself that its day has passed, even where the site was not built again since.

const now = new Date();
const pad = (number) => String(number).padStart(2, "0");
const today = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
const pages = new Map();
for (const notice of document.querySelectorAll("[data-day]")) {
  pages.set(notice.parentElement, [...(pages.get(notice.parentElement) || []), notice]);
}
for (const notices of pages.values()) {
  const passed = notices.filter((notice) => notice.dataset.day < today).length - 1;
  // The last of them says enough. A clock that is behind takes back nothing that the site said.
  const last = Math.max(passed, notices.findIndex((notice) => !notice.hidden));
  notices.forEach((notice, i) => (notice.hidden = i !== last));
}
