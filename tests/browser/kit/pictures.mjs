// Pictures of the documentation, taken by the stories that go through what it tells.
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";

const asked = process.env.LIANJIE_PICTURES;
const FOLDER = asked === "1" ? "docs/images" : asked;
/** No picture is wider than a desk. */
const SCALE = "scale='min(1366,iw)':-2";

/** What a page shows, as `<name>.webp`, where LIANJIE_PICTURES asks for it. */
export async function documented(page, name, view = {}) {
  if (!FOLDER) return;
  await mkdir(FOLDER, { recursive: true });
  const shot = await page.screenshot(view);
  const order = ["-v", "error", "-y", "-f", "png_pipe", "-i", "-", "-vf", SCALE, "-c:v", "libwebp", "-quality", "80", `${FOLDER}/${name}.webp`];
  await new Promise((done, failed) => {
    const ffmpeg = execFile("ffmpeg", order, (error) => (error ? failed(error) : done()));
    ffmpeg.stdin.end(shot);
  });
}
