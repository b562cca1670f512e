// Booking pages: they read themselves again when the other side, or another pro, acts.
const room = () => document.getElementById("room");
const turn = () => document.querySelector("#turn b")?.textContent;

// Never under the hands of somebody who types, chooses or reads a question: they are told, and look when they like.
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
  waiting = setTimeout(() => room().dispatchEvent(new CustomEvent("something-changed")), 100);
};

document.addEventListener("twiza:message", ({ detail }) => {
  if (!room() || (detail.type !== "resync" && detail.type !== "booking")) return;
  const changed = room().querySelector(".changed");
  if (!isBusy()) readAgain();
  else if (detail.type === "booking" && changed) changed.hidden = false;
});
document.addEventListener("visibilitychange", () => !document.hidden && room() && !isBusy() && readAgain());

let before = turn();
document.addEventListener("htmx:after:swap", () => {
  const now = turn();
  if (now && now !== before) tell(now);
  before = now;
});

// What runs out while the page stands open is read again from the server, whose clock counts.
const isOver = (time) => new Date(time.dataset.until) <= new Date();
setInterval(() => {
  const over = [...document.querySelectorAll("#room [data-until]")].some(isOver);
  if (over && !document.hidden && !isBusy()) readAgain();
}, 60000);
