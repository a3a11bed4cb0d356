import syntaxHighlight from "@11ty/eleventy-plugin-syntaxhighlight";
import { feedPlugin } from "@11ty/eleventy-plugin-rss";
import anchor from "markdown-it-anchor";
const KINDS = [["platforms", "平台"], ["methods", "催收方式"], ["rights", "权利"], ["strategies", "怎么办"]];

export default function (cfg) {
  cfg.addPlugin(syntaxHighlight);
  cfg.addPlugin(feedPlugin, {
    type: "atom", outputPath: "/atom.xml", collection: { name: "articles", limit: 20 },
    metadata: { language: "zh-CN", title: "消费金融指南", base: "https://example.org/", author: { name: "指南" } },
  });
  cfg.amendLibrary("md", (md) => md.use(anchor));
  cfg.addPassthroughCopy({ static: "/" });
  cfg.setQuietMode(true);
  const sorted = (api) => api.getFilteredByGlob("content/*/*.md").sort((a, b) => b.date - a.date);
  cfg.addCollection("articles", (api) => sorted(api).reverse());     // feed plugin wants oldest first
  cfg.addCollection("sections", (api) => {
    const all = sorted(api), out = [];
    for (const [kind, name] of KINDS) {
      const pages = all.filter((p) => p.filePathStem.startsWith(`/content/${kind}/`));
      pages.forEach((p, i) => { p.data.nav = { prev: pages[i + 1], next: pages[i - 1] }; });
      out.push({ kind, name, pages });
    }
    return out;
  });
  cfg.addCollection("topics", (api) => {
    const by = new Map();
    for (const p of sorted(api)) for (const t of p.data.tags || []) by.has(t) ? by.get(t).push(p) : by.set(t, [p]);
    return [...by].map(([name, pages]) => ({ name, pages })).sort((a, b) => b.pages.length - a.pages.length);
  });
  cfg.addFilter("ymd", (d) => new Date(d).toISOString().slice(0, 10));
  return { dir: { input: ".", includes: "_includes", output: "_site" }, markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}
