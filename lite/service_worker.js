// Put before JupyterLite's own service worker: what the site has sent is kept, and serves where the server is gone.

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request, { origin, pathname } = new URL(url);
  const toThePage = /\/api\/(drive|stdin|service-worker)/.test(pathname); // JupyterLite answers these itself
  if (method !== "GET" || origin !== location.origin || toThePage) return;
  event.stopImmediatePropagation();
  event.respondWith(answer(event));
});

async function answer(event) {
  const { request } = event, kept = await caches.open("lab3-site");
  try {
    const fresh = await fetch(request);
    if (fresh.ok) event.waitUntil(keep(kept, request, fresh.clone()));
    return fresh;
  } catch {
    return await kept.match(request) ?? await kept.match(request, { ignoreSearch: true }) ?? new Response(null, { status: 404 });
  }
}

async function keep(kept, request, fresh) {
  const version = (response) => ["etag", "last-modified", "content-length"].map((name) => response?.headers.get(name)).join();
  if (version(await kept.match(request)) === version(fresh)) await fresh.body?.cancel();
  else await kept.put(request, fresh);
}
