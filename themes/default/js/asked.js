// Whoever comes with a question waits for answers, not for the list of everything, which would jump
// out of their way. Runs before the page is drawn; after a while the list is better than nothing.

if (/[#?&]q=./.test(location.search + location.hash)) {
  document.documentElement.classList.add("asked");
  setTimeout(() => document.documentElement.classList.remove("asked"), 10000);
}
