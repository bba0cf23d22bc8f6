// Eleventy's settings for the benchmark: the pages and addresses that the other entrants make.
import footnote from "markdown-it-footnote";

const SIZE = 20;
const clock = new Intl.DateTimeFormat("ja-JP", {
  timeZone: "Asia/Tokyo", year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit",
});
const calendar = new Intl.DateTimeFormat("ja-JP", { timeZone: "Asia/Tokyo", year: "numeric", month: "long", day: "numeric" });

function grouped(posts, namesOf) {
  const groups = new Map();
  for (const post of posts)
    for (const name of namesOf(post)) {
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(post);
    }
  return groups;
}

export default function (config) {
  config.amendLibrary("md", (library) => library.use(footnote));

  let beside = new Map();
  const newestFirst = (api) => api.getFilteredByGlob("src/posts/**/*.md").reverse();
  const byTopic = (api) => grouped(newestFirst(api), (post) => post.data.topics);
  const byPeriod = (length) => (api) =>
    [...grouped(newestFirst(api), (post) => [post.filePathStem.split("/").slice(2, 2 + length).join("/")])]
      .map(([key, posts]) => ({ key, posts }));

  config.addCollection("posts", (api) => {
    const posts = newestFirst(api);
    beside = new Map(posts.map((post, at) => [post.url, { newer: posts[at - 1], older: posts[at + 1] }]));
    return posts;
  });
  config.addCollection("years", byPeriod(1));
  config.addCollection("months", byPeriod(2));
  config.addCollection("topics", (api) => [...byTopic(api)].map(([name, posts]) => ({ name, posts, feed: posts.slice(0, SIZE) })));
  config.addCollection("topicPages", (api) =>
    [...byTopic(api)].flatMap(([name, posts]) => {
      const total = Math.ceil(posts.length / SIZE);
      const address = (number) => `/topics/${name}/${number > 1 ? `page/${number}/` : ""}`;
      return Array.from({ length: total }, (_, at) => ({
        name, total, number: at + 1, address: address(at + 1), posts: posts.slice(at * SIZE, (at + 1) * SIZE),
        newer: at ? address(at) : "", older: at + 1 < total ? address(at + 2) : "",
      }));
    }));

  config.addFilter("beside", (url) => beside.get(url) ?? {});
  config.addFilter("clock", (moment) => clock.format(new Date(moment)));
  config.addFilter("calendar", (moment) => calendar.format(new Date(moment)));
  config.addFilter("iso", (moment) => new Date(moment).toISOString());
  config.addFilter("rfc822", (moment) => new Date(moment).toUTCString());
  config.addFilter("first", (items) => items.slice(0, SIZE));
  return { dir: { input: "src", output: "_site" }, markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}
