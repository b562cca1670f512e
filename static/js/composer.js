// Where one writes: sends without leaving the page, tells that somebody types, records voice notes.
const LONGEST = 600;
const part = (form, selector) => form.querySelector(selector);

const record = async (form, microphone, errors, send) => {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    errors.textContent = microphone.dataset.no;
    return;
  }
  errors.textContent = "";
  const recorder = new MediaRecorder(stream);
  const pieces = [];
  const begun = Date.now();
  const shown = part(form, ".composer__recording");
  const clock = part(form, "[role=timer]");
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  const ticking = setInterval(() => {
    clock.textContent = `${Math.floor(seconds() / 60)}:${String(seconds() % 60).padStart(2, "0")}`;
    if (seconds() >= LONGEST) end(true);
  }, 500);
  const end = (keep) => {
    clearInterval(ticking);
    const lasted = Math.max(1, seconds());
    recorder.onstop = () => {
      stream.getTracks().forEach((track) => track.stop());
      form.classList.remove("composer--recording");
      shown.hidden = true;
      form.removeEventListener("submit", submit, true);
      if (keep) send(new Blob(pieces, { type: recorder.mimeType }), lasted);
    };
    recorder.stop();
  };
  const submit = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    end(true);
  };
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  recorder.start();
  clock.textContent = "0:00";
  form.classList.add("composer--recording");
  shown.hidden = false;
  form.addEventListener("submit", submit, true);
  part(form, "[data-throw]").onclick = () => end(false);
};

export const start = (form, { get, say, sent }) => {
  const text = part(form, "textarea");
  const files = part(form, "[type=file]");
  const names = part(form, ".composer__files");
  const microphone = part(form, "[data-no]");
  const errors = document.querySelector("#chat-errors");
  let told = 0;
  let sending;
  const send = async (voice, seconds) => {
    if (sending || !(voice || files.files.length || text.value.trim())) return;
    const said = new FormData(form);
    if (voice) {
      said.set("voice", voice, "voice");
      said.set("seconds", seconds);
    }
    sending = true;
    const [ok, html] = await get(form.action, { method: "POST", body: said }).catch(() => [false, form.dataset.offline]);
    sending = false;
    errors.innerHTML = ok ? "" : html;
    if (!ok) return;
    form.reset();
    names.hidden = true;
    // Until a message has arrived it keeps its key: sent twice, it is said once.
    form.elements.key.value = crypto.randomUUID();
    sent(html);
    text.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    form.requestSubmit();
  });
  text.addEventListener("input", () => {
    if (Date.now() - told < 3000 || !text.value) return;
    told = Date.now();
    say({ type: "typing", to: form.dataset.to });
  });
  files.addEventListener("change", () => (names.hidden = !files.files.length));
  return () => record(form, microphone, errors, send);
};
