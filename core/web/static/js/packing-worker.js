// Keeps the packing pages on the phone, so that they open again without a network. Only GET, only these pages.
"use strict";

const CACHE = "packing-1";
const isPacking = (url) => /\/o\/[^/]+\/(scale|handover|labels)$/.test(url.pathname);
const isStatic = (url) => url.pathname.includes("/static/");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The network first; what it said last, when it does not answer. A lost session empties the shelf.
const fresh = async (request, url) => {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(url.pathname, answer.clone());
    else if (isPacking(url)) await caches.delete(CACHE);
    return answer;
  } catch (lost) {
    const kept = await cache.match(url.pathname, { ignoreVary: true });
    if (kept) return kept;
    throw lost;
  }
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (isPacking(url) || isStatic(url)) event.respondWith(fresh(event.request, url));
});
