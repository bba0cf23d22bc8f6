/* The preview's part in the browser, as a plug-in of livereload.js: keeps the reader's place, swaps style sheets
   without a reload, and says when what is shown is not the newest. */
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

  function replaceSheet(old, href) {
    var fresh = old.cloneNode(false);
    fresh.setAttribute("href", href);
    fresh.onload = fresh.onerror = function () { old.remove(); };
    old.after(fresh);
  }

  /* The page itself says which sheets it wants now; a query of its own makes the browser ask for each anew. */
  function swapSheets() {
    fetch(location.href, { cache: "no-store" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      var script = page.querySelector("script[data-generation]");
      var old = sheets(document), wanted = sheets(page);
      if (!script || script.dataset.kind !== "page" || old.length !== wanted.length) { reload(); return; }
      own.generation = script.dataset.generation;
      old.forEach(function (sheet, number) {
        replaceSheet(sheet, wanted[number].getAttribute("href") + "?at=" + encodeURIComponent(own.generation));
      });
    }).catch(reload);
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
    if (own.kind === "page" && /\.css$/i.test(path)) { swapSheets(); } else { reload(); }
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
