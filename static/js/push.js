// The switch "Notifications on this device": asks the browser, then tells our server where to send. Without this file
// nothing is shown, and nothing is missing.
const panel = document.getElementById("this-device");
const box = panel?.querySelector("input");
const said = panel?.querySelector("[role=status]");

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const tell = (method, body) =>
  fetch("/api/v1/devices", { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }).then((answer) => {
    if (!answer.ok) throw new Error(answer.status);
  });

const switchOn = async (worker) => {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("denied");
  const known = await worker.pushManager.getSubscription();
  const options = { userVisibleOnly: true, applicationServerKey: bytes(panel.dataset.key) };
  const subscription = known ?? (await worker.pushManager.subscribe(options));
  const { endpoint, keys } = subscription.toJSON();
  await tell("POST", { platform: "WEB", token: endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
};

const switchOff = async (worker) => {
  const subscription = await worker.pushManager.getSubscription();
  if (!subscription) return;
  await tell("DELETE", { token: subscription.endpoint });
  await subscription.unsubscribe();
};

if (panel && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.getSubscription();
  box.checked = Boolean(subscription) && Notification.permission === "granted";
  // Whoever signed in here last is the one who is told; saying it again changes nothing.
  if (box.checked) switchOn(worker).catch(() => {});
  panel.hidden = false;
  box.addEventListener("change", async () => {
    box.disabled = true;
    said.textContent = "";
    try {
      await (box.checked ? switchOn(worker) : switchOff(worker));
    } catch (error) {
      box.checked = !box.checked;
      said.textContent = error.message === "denied" ? panel.dataset.denied : panel.dataset.failed;
    }
    box.disabled = false;
  });
}
