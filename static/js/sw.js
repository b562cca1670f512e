// Keeps one page for when there is no network; pages themselves always come from the network first.
const STORE = "twiza-1";
const OFFLINE = { fr: "/offline", ar: "/ar/offline", en: "/en/offline" };

// Without cookies: the page kept is nobody's, and carries its own stylesheet.
self.addEventListener("install", (event) => {
  const pages = Object.values(OFFLINE).map((path) => new Request(path, { credentials: "omit" }));
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(pages)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    const language = url.pathname.split("/")[1];
    event.respondWith(fetch(request).catch(() => caches.match(OFFLINE[language] ?? OFFLINE.fr)));
  } else if (url.pathname.startsWith("/static/") && url.searchParams.has("v")) {
    event.respondWith(fromStore(request));
  }
});

// A versioned file never changes: once fetched, it is kept, in place of its older versions.
async function fromStore(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) {
    await store.delete(request, { ignoreSearch: true });
    store.put(request, fresh.clone());
  }
  return fresh;
}

// What the server sealed for this browser; a second copy of a notice takes the place of the first.
self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  const { title = "Twiza", body, notice, path = "/notifications", lang, dir } = told;
  const options = { body, lang, dir, tag: notice, data: { path }, icon: "/static/icons/icon-192.png", badge: "/static/icons/icon-192.png" };
  event.waitUntil(self.registration.showNotification(title, options));
});

// A page of ours that is open goes there; otherwise one opens.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.path ?? "/notifications", location.origin);
  if (address.origin !== location.origin) return;
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then(async ([open]) => {
      if (!open) return self.clients.openWindow(address);
      await open.focus();
      return open.navigate(address);
    }),
  );
});
