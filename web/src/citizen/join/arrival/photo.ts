// A photo of a paper, small enough for a bad line and still readable.

const LONGER_SIDE = 1600;

export async function shrunk(file: File): Promise<File> {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGER_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob === null ? file : new File([blob], "paper.jpg", { type: "image/jpeg" });
  } catch {
    return file; // a format this browser does not draw: the server says whether it takes it
  }
}
