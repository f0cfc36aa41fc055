import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, expect, it, vi } from "vitest";

const explorer = (file: string) => readFileSync(resolve("../src/edge/http/explorer", file), "utf8");

const file = { type: "object", required: ["number", "code", "file"], properties: {
  code: { type: "string" }, file: { type: "string", format: "binary" }, note: { type: "string" }, number: { type: "string" },
} };
const api = {
  paths: {
    "/rooms/{id}/rename": { post: {
      parameters: [
        { name: "id", in: "path", required: true }, { name: "If-Match", in: "header", required: true, description: "The `tag`." },
        { name: "dry", in: "query" },
      ],
      requestBody: { content: { "application/json": { schema: { type: "object", required: ["id"], properties: { id: { type: "string" } } } } } },
      security: [{ staffCookie: [] }, { clientToken: ["webhooks"] }],
    } },
    "/files": { post: { requestBody: { content: { "multipart/form-data": { schema: { $ref: "#/components/schemas/File" } } } }, security: [{}] } },
  },
  components: { schemas: { File: file } },
};

afterEach(() => vi.unstubAllGlobals());

/** The page with its operations, and what it has asked the server for since. */
async function opened(): Promise<{ asked: [string, RequestInit][]; operation: (path: string) => HTMLElement }> {
  const asked: [string, RequestInit][] = [];
  vi.stubGlobal("fetch", (path: string, request?: RequestInit) => {
    if (request !== undefined) asked.push([path, request]);
    return Promise.resolve(new Response(JSON.stringify(path === "/api/openapi.json" ? api : {})));
  });
  document.body.innerHTML = explorer("index.html").replace(/^[^]*<body>|<script[^]*$/g, "");
  new Function(explorer("explorer.js"))();
  await vi.waitFor(() => expect(document.querySelector("details")).not.toBeNull());
  const shown = [...document.querySelectorAll("details")];
  return { asked, operation: (path) => shown.find((one) => one.textContent.includes(path)) ?? document.body };
}

function write(operation: HTMLElement, name: string, value: string): void {
  const input = operation.querySelector<HTMLInputElement>(`[name="${name}"]`);
  expect(input, name).not.toBeNull();
  if (input) input.value = value;
}

async function called(operation: HTMLElement, asked: unknown[]): Promise<void> {
  operation.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  await vi.waitFor(() => expect(asked).toHaveLength(1));
}

it("sends the headers, the path and the body that were typed", async () => {
  const { asked, operation } = await opened();
  const rename = operation("/rooms/{id}/rename");
  expect(rename.textContent).toContain("staffCookie / clientToken webhooks");
  write(rename, "path id", "7");
  write(rename, "header If-Match", '"tag"');
  write(rename, "body", '{"id":"8"}');
  await called(rename, asked);
  const [path, request] = asked[0] ?? [];
  expect([path, request?.body]).toEqual(["/api/rooms/7/rename", '{"id":"8"}']);
  expect(request?.headers).toMatchObject({ "If-Match": '"tag"', "content-type": "application/json" });
});

it("sends a form in the order that is asked for, without what was left empty", async () => {
  const { asked, operation } = await opened();
  const files = operation("/files");
  expect([...files.querySelectorAll("input")].map((one) => one.name)).toEqual(["form number", "form code", "form note", "form file"]);
  write(files, "form number", "XF1");
  write(files, "form code", "K7");
  await called(files, asked);
  const [, request] = asked[0] ?? [];
  expect([...(request?.body as FormData).entries()]).toEqual([["number", "XF1"], ["code", "K7"]]);
  expect(request?.headers).not.toHaveProperty("content-type"); // the browser says it, with the boundary
});
