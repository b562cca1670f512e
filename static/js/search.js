// Suggestions while one types, as an ARIA combobox; the form works without them.
const WAIT = 150;

const enhance = (box) => {
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  if (!input || box.dataset.ready) return;
  box.dataset.ready = "1";
  const say = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
  Object.entries(say).forEach(([name, value]) => input.setAttribute(name, value));
  let timer, asked, chosen = -1;

  const options = () => [...list.children];
  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", open);
    if (!open) choose(-1);
  };
  const choose = (index) => {
    chosen = index;
    options().forEach((option, at) => option.setAttribute("aria-selected", at === index));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options()[index].id);
    options()[index].scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    const words = input.value.trim();
    asked?.abort();
    if (words.length < 2) return show(false);
    asked = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asked.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok || document.activeElement !== input) return;
      list.innerHTML = await answer.text();
      options().forEach((option, at) => (option.id = `${list.id}-${at}`));
      show(options().length > 0);
    } catch {
      show(false);
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      show(true);
      const from = chosen < 0 && event.key === "ArrowUp" ? 0 : chosen;
      choose((from + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    }
    if (event.key === "Enter") {
      clearTimeout(timer);
      asked?.abort();
      if (chosen >= 0 && !list.hidden) {
        event.preventDefault();
        options()[chosen].querySelector("a").click();
      }
      show(false);
    }
  });
  input.addEventListener("blur", () => setTimeout(() => list.contains(document.activeElement) || show(false), 120));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
};

const all = () => document.querySelectorAll("[data-suggest]").forEach(enhance);
all();
new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
document.addEventListener("click", ({ target }) => {
  const sheet = document.getElementById(target.closest("[data-closes]")?.dataset.closes);
  if (sheet?.matches(":popover-open")) sheet.hidePopover();
});
