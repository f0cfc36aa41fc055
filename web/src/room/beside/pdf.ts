// PDF pages, drawn by PDF.js in a worker of its own. Loaded when the first document is shown.
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import PdfWorker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker";
import { drawable } from "./drawable";

GlobalWorkerOptions.workerPort = new PdfWorker();

/** Maps of Chinese encodings, for documents that do not bring their fonts; the build puts them there. */
const MAPS = "/assets/pdf/";

export type Pdf = PDFDocumentProxy;

export function open(url: string): Promise<Pdf> {
  // No scripts of the document, nothing from elsewhere, no machine code but ours (the page's policy forbids it).
  const settings = { url, cMapUrl: MAPS, cMapPacked: true, wasmUrl: MAPS, useWasm: false, enableXfa: false, disableRange: true, disableStream: true };
  return getDocument(settings).promise;
}

/** Draws a page `width` points wide, as finely as a canvas of its size can be; gives up when another is wanted. */
export function draw(page: PDFPageProxy, canvas: HTMLCanvasElement, width: number, ratio: number): { done: Promise<void>; stop(): void } {
  const plain = page.getViewport({ scale: 1 });
  const scale = width / plain.width;
  const viewport = page.getViewport({ scale: scale * drawable(width, plain.height * scale, ratio) });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  const task = page.render({ canvas, viewport });
  return { done: task.promise, stop: () => task.cancel() };
}
