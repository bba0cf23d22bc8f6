"use strict";
// The feed of each topic and the page of all topics, which no Hexo generator makes.
const escaped = (text) => String(text).replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const told = (post) => post.sources.map((source) => `${source.outlet}「${source.headline}」`).join("");

const item = (post) => `<item>
<title>${escaped(post.title)}</title><link>${post.permalink}</link><guid>${post.permalink}</guid>
<pubDate>${post.date.toDate().toUTCString()}</pubDate>
<description>${escaped(told(post))}</description>
</item>
`;

const feed = (site, topic) => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel>
<title>${escaped(topic.name)}</title><link>${site.url}/${topic.path}</link><description>${site.title}</description>
${topic.posts.sort("-date").limit(20).map(item).join("")}</channel></rss>
`;

hexo.extend.generator.register("topic-feeds", function (locals) {
  return locals.tags
    .filter((topic) => topic.length)
    .map((topic) => ({ path: `${topic.path}feed.xml`, data: feed(this.config, topic) }));
});

hexo.extend.generator.register("topics", (locals) => ({
  path: "topics/index.html",
  data: { title: "話題", topics: locals.tags.sort("name") },
  layout: ["topics"],
}));

// Found once for all pages that list the years.
hexo.locals.set("years", () => [...new Set(hexo.locals.get("posts").map((post) => post.date.year()))].sort().reverse());
