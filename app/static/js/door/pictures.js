// Pictures small enough to send, large enough to read.

const WIDTH = 960; // pixels: enough for a code at arm's length, 25 KB on the wire
const PHOTO_SIDE = 3200; // pixels of a photo's longer side
const LARGE = 3_000_000; // bytes: from here on a photo is made smaller before it is sent

const canvas = document.createElement("canvas");

export const frameOf = (video) => still(video, WIDTH, 0.8);

export async function lighter(file) {
  if (file.size < LARGE) return file;
  try {
    const picture = await createImageBitmap(file);
    return (await still(picture, PHOTO_SIDE, 0.9)) ?? file;
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
