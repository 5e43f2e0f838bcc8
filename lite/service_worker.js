// Put before JupyterLite's own service worker: what the site has sent is kept (labextension/site.js) and serves where the
// server is gone.

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request, { origin, pathname } = new URL(url);
  const toThePage = /\/api\/(drive|stdin|service-worker)/.test(pathname); // JupyterLite answers these itself
  if (method !== "GET" || origin !== location.origin || toThePage) return;
  event.stopImmediatePropagation();
  event.respondWith(answer(event));
});

async function answer(event) {
  const { request } = event, site = await caches.open("lab3-site");
  const kept = await site.match(request);
  try {
    const fresh = await fetch(request);
    if (kept && fresh.ok && version(kept) !== version(fresh)) event.waitUntil(site.put(request, fresh.clone()));
    return fresh;
  } catch {
    return kept ?? await site.match(request, { ignoreSearch: true }) ?? new Response(null, { status: 404 });
  }
}

function version(response) {
  return ["etag", "last-modified", "content-length"].map((name) => response.headers.get(name)).join();
}
