{% load static %}// Keeps one page, which says that there is no connection, and takes over pictures that are shared
// with the app. Nothing else is kept, and no other request is touched.
"use strict";

const KEPT = "gazokako-offline-1";
const SHARED = "gazokako-shared";
const OFFLINE = "{% url 'offline' %}";
const STYLES = [
  "{% static 'vendor/bootstrap-5.3.8.min.css' %}",
  "{% static 'gazokako/tokens.css' %}",
  "{% static 'gazokako/site.css' %}",
];

async function keep() {
  const cache = await caches.open(KEPT);
  const store = async (address) => cache.put(address, await fetch(address, { mode: "no-cors" }));
  await Promise.all([...STYLES, OFFLINE].map(store));
}

async function forget() {
  const names = await caches.keys();
  const old = names.filter((name) => ![KEPT, SHARED].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function take(request) {
  const files = (await request.formData()).getAll("files");
  await caches.delete(SHARED);
  const cache = await caches.open(SHARED);
  for (const [number, file] of files.entries()) {
    const headers = { "Content-Type": file.type, "X-Name": encodeURIComponent(file.name) };
    await cache.put(`/shared/${number}`, new Response(file, { headers }));
  }
  return Response.redirect("{% url 'uploads:create' %}?shared", 303);
}

async function navigate(request) {
  try {
    return await fetch(request);
  } catch {
    return caches.match(OFFLINE);
  }
}

async function style(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request.url)) || Response.error();
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forget()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.method === "POST" && pathname === "{% url 'share' %}") {
    event.respondWith(take(request));
  } else if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(navigate(request));
  } else if (request.destination === "style") {
    event.respondWith(style(request));
  }
});
