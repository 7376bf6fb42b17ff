// The camera: what it sees goes to BarcodeDetector where the browser has one, else to the server.

import { frameOf } from "./pictures.js";

const FRAME_EVERY = 180; // milliseconds between two looks
const STUMBLES = 3; // times a detector may fail before the server reads instead

export class Camera {
  // `read(texts)` is called with what codes say, `send(blob)` with a frame nobody here can read,
  // `failed(error)` when either does not work.
  constructor(place, say, { read, send, failed }) {
    this.video = place.querySelector("video");
    this.frame = place.querySelector("[data-frame]");
    this.hint = place.querySelector("[data-hint]");
    this.excuse = place.querySelector("[data-no-camera]");
    this.light = place.querySelector("[data-light]");
    this.other = place.querySelector("[data-other]");
    Object.assign(this, { say, read, send, failed, detector: null, stumbles: 0, isLooking: false });
    this.light.addEventListener("click", () => this.toggleLight());
    this.other.addEventListener("click", () => this.change());
    place.querySelector("[data-once-more]").addEventListener("click", () => this.start());
    document.addEventListener("visibilitychange", () => this.comeBack());
  }

  get track() {
    return this.video.srcObject?.getVideoTracks()[0];
  }

  async start(deviceId) {
    if (!navigator.mediaDevices?.getUserMedia) return this.apologize(this.say.sayInsecure, false);
    this.stop();
    this.light.hidden = true; // until it is known whether this camera has one
    this.frame.hidden = false;
    this.excuse.hidden = true;
    this.hint.textContent = this.say.sayStarting;
    try {
      const which = deviceId ? { deviceId: { exact: deviceId } } : { facingMode: "environment" };
      const wish = { video: { ...which, width: { ideal: 1280 } }, audio: false };
      this.video.srcObject = await navigator.mediaDevices.getUserMedia(wish);
      this.track.addEventListener("ended", () => document.hidden || this.apologize(this.say.sayLost));
      await this.video.play();
    } catch (error) {
      return this.apologize(this.why(error));
    }
    await this.findDetector();
    await this.offerTools();
    this.hint.textContent = this.say.sayReady;
    this.timer ??= setInterval(() => this.look(), FRAME_EVERY);
  }

  stop() {
    for (const track of this.video.srcObject?.getTracks() ?? []) track.stop();
    this.video.srcObject = null;
  }

  // iPhones end the camera of a page that was out of sight.
  comeBack() {
    if (!document.hidden && this.track?.readyState === "ended") this.start();
  }

  why({ name }) {
    const { sayRefused, sayNoCamera, sayBusy } = this.say;
    if (name === "NotAllowedError" || name === "SecurityError") return sayRefused;
    return ["NotFoundError", "OverconstrainedError", "DevicesNotFoundError"].includes(name) ? sayNoCamera : sayBusy;
  }

  apologize(text, mayRetry = true) {
    this.stop();
    this.frame.hidden = true;
    this.excuse.hidden = false;
    this.excuse.querySelector("[data-why]").textContent = text;
    this.excuse.querySelector("[data-once-more]").hidden = !mayRetry;
  }

  async findDetector() {
    if (this.detector || !("BarcodeDetector" in window)) return;
    const kinds = await BarcodeDetector.getSupportedFormats().catch(() => []);
    if (kinds.includes("qr_code")) this.detector = new BarcodeDetector({ formats: ["qr_code"] });
  }

  async offerTools() {
    this.light.hidden = !this.track.getCapabilities?.().torch;
    this.light.setAttribute("aria-pressed", "false");
    const found = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    this.cameras = found.filter((one) => one.kind === "videoinput").map((one) => one.deviceId);
    this.other.hidden = this.cameras.length < 2;
  }

  async toggleLight() {
    const torch = this.light.getAttribute("aria-pressed") !== "true";
    try {
      await this.track.applyConstraints({ advanced: [{ torch }] });
      this.light.setAttribute("aria-pressed", String(torch));
    } catch {
      this.light.hidden = true;
    }
  }

  change() {
    const now = this.cameras.indexOf(this.track?.getSettings().deviceId);
    return this.start(this.cameras[(now + 1) % this.cameras.length]);
  }

  async look() {
    if (this.isLooking || this.video.readyState < 2 || document.hidden || !this.track) return;
    this.isLooking = true;
    try {
      if (this.detector) await this.lookHere();
      else await this.send(await frameOf(this.video));
      if (this.track) this.hint.textContent = this.say.sayReady;
    } catch (error) {
      this.failed(error);
    } finally {
      this.isLooking = false;
    }
  }

  async lookHere() {
    const codes = await this.detected();
    if (codes.length) await this.read(codes.map((code) => code.rawValue));
  }

  async detected() {
    try {
      const codes = await this.detector.detect(this.video);
      this.stumbles = 0;
      return codes;
    } catch {
      if (++this.stumbles >= STUMBLES) this.detector = null;
      return [];
    }
  }
}
