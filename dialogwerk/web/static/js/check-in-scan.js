// Reads QR codes with the camera where the browser can; everywhere else the code is typed.

const EVERY = 250;
const PAUSE = 2500;

// Some browsers know the name and cannot read anything.
export async function canScan() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return false;
  const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes("qr_code");
}

// Show the camera in `video` and call `found(text)` for each code, the same one at most every some seconds.
// Returns a function that ends it. Rejects where the camera cannot be opened.
export async function scan(video, found) {
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  let last = { text: "", at: 0 };
  const timer = setInterval(async () => {
    const [code] = await detector.detect(video).catch(() => []);
    if (!code || (code.rawValue === last.text && Date.now() - last.at < PAUSE)) return;
    last = { text: code.rawValue, at: Date.now() };
    found(code.rawValue);
  }, EVERY);
  return () => {
    clearInterval(timer);
    stream.getTracks().forEach((track) => track.stop());
    video.hidden = true;
  };
}
