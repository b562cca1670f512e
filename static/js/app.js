// Progressive extras: every page works without this file.
const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => root.querySelectorAll(selector);
const on = (type, act) => document.addEventListener(type, act);

// Theme: flip at once, tell the server in the background.
on("submit", (event) => {
  if (!event.target.matches("[data-theme-switch]")) return;
  event.preventDefault();
  const button = event.submitter;
  const theme = button.value;
  const use = $("use", button);
  document.documentElement.dataset.theme = theme;
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, theme === "dark" ? "#sun" : "#moon"));
  fetch(event.target.action, { method: "POST", body: new URLSearchParams({ theme }), redirect: "manual" });
  button.value = theme === "dark" ? "light" : "dark";
});

// Toasts leave by themselves, but not while somebody points at them.
const toasts = $("#toasts");
const leave = (toast) => {
  if (toast.matches?.(":hover")) return setTimeout(leave, 2000, toast);
  toast.classList.add("toast--leaving");
  setTimeout(() => toast.remove(), 300);
};
const staying = (toast) => toast.nodeType === 1 && setTimeout(leave, 6000, toast);
if (toasts) {
  toasts.childNodes.forEach(staying);
  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(staying))).observe(toasts, { childList: true });
}

// Command palette: Ctrl/Cmd-K, arrows, Enter.
const palette = $("#palette");
const shown = () => [...all("li:not([hidden]) a", palette)];
const choose = (step) => {
  const links = shown();
  const now = links.findIndex((link) => link.classList.contains("is-chosen"));
  links[now]?.classList.remove("is-chosen");
  const next = links[(now + step + links.length) % links.length];
  next?.classList.add("is-chosen");
  next?.scrollIntoView({ block: "nearest" });
};
const openPalette = (event) => {
  event.preventDefault();
  palette.showModal();
  $("input", palette).select();
};
palette?.addEventListener("input", (event) => {
  const words = event.target.value.trim().toLowerCase();
  all("li", palette).forEach((line) => (line.hidden = !line.textContent.toLowerCase().includes(words)));
  all(".is-chosen", palette).forEach((link) => link.classList.remove("is-chosen"));
  $(".palette__none", palette).hidden = shown().length > 0;
});
palette?.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(event.key === "ArrowDown" ? 1 : -1);
  }
  const link = event.key === "Enter" && event.target.matches("input") && ($(".is-chosen", palette) ?? (event.target.value && shown()[0]));
  if (link) {
    event.preventDefault();
    link.click();
  }
});
on("keydown", (event) => {
  if (palette && event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) openPalette(event);
  if (event.key === "Escape") all(".menu[open]").forEach((menu) => ((menu.open = false), $("summary", menu).focus()));
});

on("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  if (palette && at("[data-palette]")) openPalette(event);
  if (event.target === palette) palette.close();
  if (at("[data-reload]")) location.reload();
  all(".menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
  const eye = at("[data-reveal]");
  if (eye) {
    const input = document.getElementById(eye.dataset.reveal);
    const hidden = input.type === "password";
    const use = $("use", eye);
    input.type = hidden ? "text" : "password";
    eye.setAttribute("aria-pressed", hidden);
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, hidden ? "#eye-off" : "#eye"));
  }
});

// Uploads: show the picture and the file's name before they leave.
on("change", ({ target }) => {
  if (target.type !== "file" || !target.id) return;
  const file = target.files[0];
  const name = $(`[data-file-name-of="${target.id}"]`);
  const picture = $(`[data-preview-of="${target.id}"]`);
  if (name && file) name.textContent = [...target.files].map((each) => each.name).join(", ");
  target.setCustomValidity("");
  if (picture && file?.type.startsWith("image/")) {
    // Told before it is sent: a form that comes back has lost the other files too.
    picture.onerror = () => {
      picture.hidden = true;
      target.setCustomValidity(picture.dataset.unreadable);
      target.reportValidity();
    };
    picture.src = URL.createObjectURL(file);
    picture.hidden = false;
  }
});

// Codes: Arabic digits and spaces are tidied, and a full code sends itself.
on("input", ({ target }) => {
  const { digits, sendsItself } = target.dataset;
  if (!digits) return;
  target.value = target.value.replace(/[٠-٩]/g, (digit) => digit.charCodeAt(0) - 0x660).replace(/\D/g, "").slice(0, digits);
  if (sendsItself !== undefined && target.value.length >= digits) target.form.requestSubmit();
});

// Form errors are read out and reached first.
$("#errors")?.focus();

// On phones the places of the account are a row that scrolls: the current one comes into sight.
const here = $(".rail [aria-current]");
if (here) {
  const row = here.closest("ul");
  const middle = (element) => element.getBoundingClientRect().left + element.offsetWidth / 2;
  row.scrollLeft += middle(here) - middle(row);
}

// The live bell: one socket, opened again when it breaks or the page comes back.
const bells = all("[data-unread]");
let socket;
const tell = (badges, unread) => badges.forEach((badge) => {
  badge.textContent = unread > 99 ? "99+" : unread;
  badge.hidden = !unread;
});
const listen = (wait = 1000) => {
  if (document.hidden || socket?.readyState < 2) return;
  socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws`);
  socket.onopen = () => (wait = 1000);
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.unread >= 0) tell(message.type === "notification" ? bells : all("[data-unread-messages]"), message.unread);
    document.dispatchEvent(new CustomEvent("twiza:message", { detail: message }));
  };
  socket.onclose = ({ code }) => code !== 1008 && code !== 4401 && setTimeout(listen, wait, Math.min(wait * 2, 60000));
};
on("twiza:say", ({ detail }) => socket?.readyState === 1 && socket.send(JSON.stringify(detail)));
if (bells.length) {
  listen();
  on("visibilitychange", () => listen());
}

navigator.serviceWorker?.register("/sw.js");
