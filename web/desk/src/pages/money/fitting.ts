// A photograph as a receipt is sent: what a telephone takes has several times the points that reading a receipt needs.

/** Bytes up to which a picture goes as it is. */
const enough = 1_500_000;
/** Points of the longer side of one that is made smaller: a sheet of paper at 220 points an inch. */
const side = 2_600;

/** The picture itself, or a smaller one, upright; what is no picture goes as it is, and the server says so. */
export async function fitting(file: File): Promise<Blob> {
  if (file.size <= enough) {
    return file;
  }
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (picture === undefined) {
    return file;
  }
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  return made ?? file;
}
