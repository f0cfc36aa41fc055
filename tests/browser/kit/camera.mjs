// A film for Chromium's pretended camera: somebody before a wall, small and slow, so that nine of them cost one
// machine little.
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [WIDTH, HEIGHT] = [320, 180];

/** Whether a point lies in the ellipse around a centre. */
const within = (x, y, [cx, cy, rx, ry]) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;

/** The plane of one component, a colour for wall, coat and face, at 1/`scale` of the size; `lean` pixels to the side. */
function plane(scale, [wall, coat, face], lean) {
  const bytes = Buffer.alloc((WIDTH / scale) * (HEIGHT / scale), wall);
  for (let at = 0; at < bytes.length; at++) {
    const x = (at % (WIDTH / scale)) * scale;
    const y = Math.floor(at / (WIDTH / scale)) * scale;
    if (within(x, y, [160 + lean, 78, 27, 35])) bytes[at] = face;
    else if (within(x, y, [160 + lean / 2, 192, 78, 74])) bytes[at] = coat;
  }
  return bytes;
}

/** The flag for a browser whose people sit before a `wall` of that brightness. */
export async function cameraFlag(wall) {
  const frames = [0, 2, 4, 2].map((lean) => [
    Buffer.from("FRAME\n"), plane(1, [wall, 70, 150], lean), plane(2, [124, 140, 110], lean), plane(2, [132, 118, 148], lean),
  ]);
  const path = join(await mkdtemp(join(tmpdir(), "lianjie-camera-")), "camera.y4m");
  await writeFile(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F4:1 Ip A1:1 C420jpeg\n`), ...frames.flat()]));
  return `--use-file-for-fake-video-capture=${path}`;
}
