// Reads QR codes with the camera: by the browser's own reader where there is one, else by one that is loaded for it.

const EVERY = 250;
const PAUSE = 2500;

// Returns a reader of codes, null where there is no camera either. `address` is the module with the other reader.
export async function findReader(address) {
  if (!navigator.mediaDevices?.getUserMedia) return null;
  // Some browsers know the name and cannot read anything.
  const formats = await (window.BarcodeDetector?.getSupportedFormats() ?? Promise.resolve([])).catch(() => []);
  if (formats.includes("qr_code")) return window.BarcodeDetector;
  const module = await import(address).catch(() => null);
  return module?.BarcodeDetector ?? null;
}

// Show the camera in `video` and call `found(text)` for each code, the same one at most every some seconds.
// Returns a function that ends it. Rejects where the camera cannot be opened.
export async function scan(Reader, video, found) {
  const reader = new Reader({ formats: ["qr_code"] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  let last = { text: "", at: 0 };
  let timer;
  const look = async () => {
    const [code] = await reader.detect(video).catch(() => []);
    if (video.hidden) return;
    timer = setTimeout(look, EVERY);
    if (!code || (code.rawValue === last.text && Date.now() - last.at < PAUSE)) return;
    last = { text: code.rawValue, at: Date.now() };
    found(code.rawValue);
  };
  look();
  return () => {
    clearTimeout(timer);
    stream.getTracks().forEach((track) => track.stop());
    video.hidden = true;
  };
}
