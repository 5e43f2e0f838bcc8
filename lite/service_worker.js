// Put before JupyterLite's own service worker: what labextension/site.js has kept serves where the server is gone.

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request, { origin, pathname } = new URL(url);
  const toThePage = /\/api\/(drive|stdin|service-worker)/.test(pathname); // JupyterLite answers these itself
  if (method !== "GET" || origin !== location.origin || toThePage) return;
  event.stopImmediatePropagation();
  event.respondWith(fetch(event.request).catch(() => kept(event.request)));
});

async function kept(request) {
  return await caches.match(request) ?? await caches.match(request, { ignoreSearch: true })
    ?? new Response(null, { status: 404 });
}
