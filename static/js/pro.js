// The week of a pro: how many hours it makes is told while it is filled in, and an end follows its beginning.
const form = document.querySelector("[data-week]");
const total = form?.querySelector("[data-week-total]");
const rows = () => form.querySelectorAll(".hours__row");
const [from, until] = [(row) => row.querySelector("[name$=-from]"), (row) => row.querySelector("[name$=-to]")];

const count = () => {
  let minutes = 0;
  rows().forEach((row) => {
    if (row.querySelector("[name$=-off]").checked || !from(row).value || !until(row).value) return;
    minutes += Math.max(0, until(row).value - from(row).value);
  });
  total.textContent = total.dataset.weekTotal.replace("#", Math.floor(minutes / 60));
};

form?.addEventListener("change", ({ target }) => {
  const row = target.closest(".hours__row");
  if (!row) return;
  const [start, end] = [from(row), until(row)];
  // Half a row is no row: three hours are proposed after the first choice.
  if (target === start && start.value && !end.value) end.value = Math.min(Number(start.value) + 180, 1440);
  if (total) count();
});
