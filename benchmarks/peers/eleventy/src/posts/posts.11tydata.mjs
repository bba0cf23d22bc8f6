export default { layout: "post.njk", permalink: (data) => `${data.page.filePathStem.slice("/posts".length)}/index.html` };
