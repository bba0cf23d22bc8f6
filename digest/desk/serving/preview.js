/* The preview's part in the browser, as a plug-in of livereload.js: puts a new text or style sheet in the place of the
   old one without a reload, keeps the reader's place where there must be one, and says when what is shown is not the
   newest. */
(function () {
  "use strict";
  var own = document.currentScript.dataset;
  var PLACE = "digest-preview-place";
  var reloading = false;

  function keepPlace() {
    if (own.kind === "page") {
      var place = { path: location.pathname, left: window.scrollX, top: window.scrollY };
      sessionStorage.setItem(PLACE, JSON.stringify(place));
    }
  }

  function findPlace() {
    var kept = sessionStorage.getItem(PLACE);
    if (own.kind !== "page" || !kept) { return; }
    sessionStorage.removeItem(PLACE);
    var place = JSON.parse(kept);
    if (place.path !== location.pathname) { return; }
    var go = function () { window.scrollTo({ left: place.left, top: place.top, behavior: "instant" }); };
    go();
    window.addEventListener("load", go, { once: true });
  }

  function reload() {
    keepPlace();
    reloading = true;
    history.scrollRestoration = "manual"; /* or the browser would go to where it left the error page before */
    location.reload();
  }

  function sheets(of) {
    return Array.prototype.slice.call(of.querySelectorAll('link[rel~="stylesheet"]'));
  }

  /* The page as it is now; where it is not one, or cannot be had, the browser finds out for itself. */
  function fetchPage(use) {
    fetch(location.href, { cache: "no-store" }).then(function (answer) {
      return answer.redirected ? "" : answer.text(); /* where a page has moved to is for the browser to go */
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      var script = page.querySelector("script[data-generation]");
      if (!script || script.dataset.kind !== "page" || script.dataset.badge || !use(page)) { reload(); return; }
      own.generation = script.dataset.generation;
    }).catch(reload);
  }

  /* All that a body shows around its text, to tell whether the text alone is another. */
  function frame(body) {
    return Array.prototype.map.call(body.children, function (part) {
      return /^(main|script)$/i.test(part.tagName) ? "" : part.outerHTML;
    }).join("") + body.className;
  }

  function swapText(page) {
    var old = document.querySelector("body > main"), fresh = page.querySelector("body > main");
    if (own.badge || !old || !fresh || fresh.querySelector("script") || frame(document.body) !== frame(page.body)) {
      return false;
    }
    document.title = page.title;
    old.replaceWith(document.adoptNode(fresh));
    return true;
  }

  function replaceSheet(old, href) {
    var fresh = old.cloneNode(false);
    fresh.setAttribute("href", href);
    fresh.onload = fresh.onerror = function () { old.remove(); };
    old.after(fresh);
  }

  /* The page itself says which sheets it wants now; a query of its own makes the browser ask for each anew. */
  function swapSheets(page) {
    var script = page.querySelector("script[data-generation]");
    var old = sheets(document), wanted = sheets(page);
    if (old.length !== wanted.length) { return false; }
    old.forEach(function (sheet, number) {
      var href = wanted[number].getAttribute("href");
      replaceSheet(sheet, href + "?at=" + encodeURIComponent(script.dataset.generation));
    });
    return true;
  }

  function showBadge() {
    var holder = document.createElement("div");
    var badge = document.createElement("a");
    badge.textContent = own.badge;
    badge.href = "/livereload/problems?page=" + encodeURIComponent(location.pathname + location.search);
    badge.style.cssText = "position:fixed;inset:auto 1rem 1rem auto;z-index:2147483647;padding:.5rem .9rem;" +
      "border-radius:.4rem;background:#a3161c;color:#fff;font:bold 1rem/1.5 sans-serif;text-decoration:none";
    holder.attachShadow({ mode: "open" }).append(badge);
    document.body.append(holder);
  }

  function Preview() {}
  Preview.identifier = "digest";
  Preview.version = "1.0";
  Preview.prototype.reload = function (path) {
    if (own.kind !== "page" || path === "*") { reload(); } else { fetchPage(/\.css$/i.test(path) ? swapSheets : swapText); }
    return true;
  };
  Preview.prototype.analyze = function () {
    return { generation: own.generation, kind: own.kind };
  };
  window.LiveReloadPluginDigest = Preview;

  window.addEventListener("pagehide", function () {
    if (!reloading) { history.scrollRestoration = "auto"; }
  });
  findPlace();
  if (own.badge) { showBadge(); }
})();
