// What others write, read and type, shown while a conversation is open.
const $ = (selector, root = document) => root.querySelector(selector);
const log = $("[data-chat]");
const list = $("[data-list]");
const typing = $("#chat-typing");
export const get = async (address, options) => {
  const answer = await fetch(address, { ...options, headers: { "HX-Request": "true" } });
  return [answer.ok, await answer.text()];
};
export const say = (said) => document.dispatchEvent(new CustomEvent("twiza:say", { detail: said }));
const last = () => [...log.querySelectorAll("[data-message]")].at(-1);
const toEnd = () => (log.scrollTop = log.scrollHeight);
const add = (html) => {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 160;
  const made = document.createElement("template");
  made.innerHTML = html;
  for (const one of made.content.querySelectorAll("[data-message]")) if (document.getElementById(one.id)) one.remove();
  const days = [...log.querySelectorAll(".chat__day")].map((day) => day.textContent);
  for (const day of made.content.querySelectorAll(".chat__day")) if (days.includes(day.textContent)) day.remove();
  log.append(made.content);
  if (atEnd) toEnd();
};
let asking;
let missed;
const pull = async () => {
  if (document.hidden || !log) return;
  if (asking) return (missed = true);
  asking = true;
  const [ok, html] = await get(`${log.dataset.path}/new?after=${last()?.dataset.message ?? ""}`).catch(() => []);
  asking = false;
  if (ok) add(html);
  if (missed) pull((missed = false));
};
const again = async () => {
  const [ok, html] = await get(`${log.dataset.path}/log`);
  if (ok) log.innerHTML = html;
};
const lines = async () => {
  if (!list || document.hidden) return;
  const [ok, html] = await get(list.dataset.list);
  if (ok) list.innerHTML = html;
};
export const present = () => {
  const of = [...document.querySelectorAll("[data-person],[data-presence]")].map((one) => one.dataset.person ?? one.dataset.presence);
  if (of.length && !document.hidden) say({ type: "presence", of: [...new Set(of)].slice(0, 50) });
};
const hush = () => (typing.hidden = true);
let hushing;
export const heard = {
  message({ changed, with: other }) {
    lines();
    if (other !== log?.dataset.chat) return;
    hush();
    changed ? again() : pull();
  },
  messages: lines,
  read({ with: other, up_to }) {
    lines();
    if (other !== log?.dataset.chat) return;
    for (const tick of log.querySelectorAll(".tick:not(.tick--read)")) {
      if (tick.closest("[data-message]").dataset.message > up_to) continue;
      tick.classList.add("tick--read");
      const use = $("use", tick);
      use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#check-check"));
      $(".visually-hidden", tick).textContent = tick.dataset.read;
    }
  },
  typing({ with: other }) {
    if (other !== log?.dataset.chat) return;
    typing.hidden = false;
    clearTimeout(hushing);
    hushing = setTimeout(hush, 5000);
  },
  presence({ online }) {
    for (const one of document.querySelectorAll("[data-presence]")) {
      const on = online.includes(one.dataset.presence);
      one.classList.toggle("is-on", on);
      one.textContent = on ? one.dataset.on : one.dataset.off;
    }
    for (const one of document.querySelectorAll(".presence")) {
      const whose = one.closest("[data-person]")?.dataset.person ?? log?.dataset.chat;
      one.classList.toggle("presence--online", online.includes(whose));
    }
  },
  resync() {
    pull();
    lines();
  },
};
export const sent = (html) => {
  add(html);
  toEnd();
  lines();
};
export const older = async (link) => {
  const [ok, html] = await get(link.dataset.older);
  const from = log.scrollHeight;
  if (ok) link.parentNode.outerHTML = html;
  log.scrollTop += log.scrollHeight - from;
};
