// No more pros can be ticked than may be asked; and going back asks nobody to send the form again.
const choices = document.querySelector("[data-most]");

const limit = () => {
  const boxes = [...choices.querySelectorAll("[type=checkbox]")];
  const full = boxes.filter((box) => box.checked).length >= Number(choices.dataset.most);
  for (const box of boxes) box.disabled = full && !box.checked;
};

if (choices) {
  choices.addEventListener("change", limit);
  limit();
}
// The page may be the answer to a form: in the history it counts as one that was looked at.
history.replaceState(history.state, "", location.href);
