// Order pages: values that copy themselves, and a room that re-reads itself when the other side acts.
const room = () => document.getElementById("room");
const turn = () => document.querySelector("#turn b")?.textContent;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const use = button.querySelector("use");
  const words = button.querySelector("span");
  const [icon, said] = [use.getAttribute("href"), words.textContent];
  use.setAttribute("href", icon.replace(/#.*/, "#check"));
  words.textContent = button.dataset.copied;
  tell(button.dataset.copied);
  setTimeout(() => {
    use.setAttribute("href", icon);
    words.textContent = said;
  }, 2000);
});

// Never under the hands of somebody who types or reads a question: they are told, and look when they like.
let typed = false;
document.addEventListener("input", (event) => (typed ||= Boolean(event.target.closest("#room"))));
const knowsPopovers = CSS.supports("selector(:popover-open)");
const isBusy = () => typed || (knowsPopovers && Boolean(room().querySelector(".dialog:popover-open")));

const tell = (text) => {
  const toast = document.createElement("p");
  toast.className = "toast toast--info";
  toast.textContent = text;
  document.getElementById("toasts").append(toast);
};

let waiting;
const readAgain = () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => room().dispatchEvent(new CustomEvent("order-changed")), 100);
};

document.addEventListener("twiza:message", ({ detail }) => {
  if (!room() || (detail.type !== "resync" && (detail.type !== "order" || detail.id !== room().dataset.order))) return;
  if (!isBusy()) readAgain();
  else if (detail.type === "order") room().querySelector(".changed").hidden = false;
});
document.addEventListener("visibilitychange", () => !document.hidden && room() && !isBusy() && readAgain());

let before = turn();
document.addEventListener("htmx:after:swap", () => {
  const now = turn();
  if (now && now !== before) tell(now);
  before = now;
});
