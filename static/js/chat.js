// A conversation works without scripts, by posting and coming back; what makes it live is fetched when it is needed.
const log = document.querySelector("[data-chat]");
const form = document.querySelector("#composer");
const { live, composer } = document.querySelector("[data-live]").dataset;
const on = (type, act) => document.addEventListener(type, act);
const load = () => import(live);

on("twiza:message", async ({ detail }) => {
  if (!["notification", "order"].includes(detail.type)) (await load()).heard[detail.type]?.(detail);
});
on("visibilitychange", async () => document.hidden || (await load()).heard.resync());
on("click", async (event) => {
  const link = event.target.closest("[data-older]");
  if (!link) return;
  event.preventDefault();
  (await load()).older(link);
});
setInterval(async () => document.hidden || (await load()).present(), 25000);
// Pressed before this came, the form posts by itself.
let begun;
const begin = () => (begun ??= (async () => (await import(composer)).start(form, await load()))());
form?.addEventListener("focusin", begin, { once: true });
const microphone = form?.querySelector("[data-no]");
if (microphone && window.MediaRecorder && navigator.mediaDevices) {
  microphone.hidden = false;
  microphone.addEventListener("click", async () => (await begin())());
}
if (log && !location.hash.startsWith("#m-")) log.scrollTop = log.scrollHeight;
