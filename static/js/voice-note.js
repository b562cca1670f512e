// A voice note recorded in the page becomes the file of the field beside it, and leaves with the form.
const note = document.querySelector(".voice-note");
const part = (selector) => note.querySelector(selector);

const start = () => {
  const [button, words, clock, fault, field, length] = [
    "[data-record]",
    "[data-record] span",
    "[role=timer]",
    ".field__error",
    "[type=file]",
    "[name=seconds]",
  ].map(part);
  const [say, longest] = [words.textContent, Number(note.dataset.longest)];
  let recorder;
  const keep = (pieces, seconds) => {
    const kept = new DataTransfer();
    kept.items.add(new File(pieces, say, { type: recorder.mimeType }));
    field.files = kept.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    length.value = seconds;
    words.textContent = say;
    recorder = undefined;
  };
  const begin = async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      fault.textContent = note.dataset.no;
      return;
    }
    fault.textContent = "";
    const pieces = [];
    const begun = Date.now();
    const seconds = () => Math.round((Date.now() - begun) / 1000);
    recorder = new MediaRecorder(stream);
    const ticking = setInterval(() => {
      clock.textContent = `${Math.floor(seconds() / 60)}:${String(seconds() % 60).padStart(2, "0")}`;
      if (seconds() >= longest) recorder.stop();
    }, 500);
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onstop = () => {
      clearInterval(ticking);
      stream.getTracks().forEach((track) => track.stop());
      keep(pieces, Math.max(1, seconds()));
    };
    recorder.start();
    words.textContent = button.dataset.stop;
  };
  button.addEventListener("click", () => (recorder ? recorder.stop() : begin()));
  field.addEventListener("change", () => (length.value = ""));
  part(".voice-note__tools").hidden = false;
};

if (note && window.MediaRecorder && window.DataTransfer) start();
