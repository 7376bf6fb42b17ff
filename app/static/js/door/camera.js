// The camera: frames go to BarcodeDetector where the browser has one, else to the server.

const FRAME_EVERY = 180; // milliseconds between two looks
const WIDTH = 960; // pixels: enough for a code at arm's length, 25 KB on the wire
const PHOTO_SIDE = 3200; // pixels of a photo's longer side
const LARGE = 3_000_000; // bytes: from here on a photo is made smaller before it is sent

const canvas = document.createElement("canvas");

export class Camera {
  // `read(text)` is called with what a code says, `send(blob)` with a frame nobody here can read.
  constructor(place, say, { read, send, failed }) {
    this.place = place;
    this.video = place.querySelector("video");
    this.hint = place.querySelector("[data-hint]");
    this.say = say;
    Object.assign(this, { read, send, failed });
    this.detector = null;
    this.isLooking = false;
  }

  get isOff() {
    return this.place.hidden;
  }

  async start() {
    if (!navigator.mediaDevices?.getUserMedia) return;
    this.place.hidden = false;
    this.hint.textContent = this.say.sayStarting;
    try {
      const wish = { video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false };
      this.video.srcObject = await navigator.mediaDevices.getUserMedia(wish);
      await this.video.play();
      const kinds = "BarcodeDetector" in window ? await BarcodeDetector.getSupportedFormats() : [];
      if (kinds.includes("qr_code")) this.detector = new BarcodeDetector({ formats: ["qr_code"] });
      this.hint.textContent = this.say.sayReady;
      setInterval(() => this.look(), FRAME_EVERY);
    } catch {
      this.place.hidden = true;
    }
  }

  async look() {
    if (this.isLooking || this.video.readyState < 2 || document.hidden) return;
    this.isLooking = true;
    try {
      if (this.detector) {
        const [code] = await this.detector.detect(this.video);
        if (code) await this.read(code.rawValue);
      } else await this.send(await still(this.video, WIDTH, 0.8));
      this.hint.textContent = this.say.sayReady;
    } catch (error) {
      this.failed(error);
    } finally {
      this.isLooking = false;
    }
  }
}

export async function lighter(file) {
  if (file.size < LARGE) return file;
  try {
    return await still(await createImageBitmap(file), PHOTO_SIDE, 0.9);
  } catch {
    return file; // The server may know this kind of picture even if the browser does not.
  }
}

function still(source, longest, quality) {
  const width = source.videoWidth ?? source.width;
  const height = source.videoHeight ?? source.height;
  const scale = Math.min(1, longest / Math.max(width, height));
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}
