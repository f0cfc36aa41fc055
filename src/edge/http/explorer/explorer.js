// Shows the OpenAPI document and makes the calls it describes. Everything is put on the page as text.
"use strict";

const METHODS = ["get", "post", "put", "patch", "delete"];
const byId = (id) => document.getElementById(id);

function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

/** An example of a schema: the first of each choice, members that must be there. */
function example(schema, schemas, depth = 0) {
  if (!schema || depth > 6) return null;
  if (schema.$ref) return example(schemas[schema.$ref.split("/").pop()], schemas, depth + 1);
  if (schema.enum) return schema.enum[0];
  const choice = schema.oneOf ?? schema.anyOf;
  if (choice) return example(choice.find((one) => one.type !== "null"), schemas, depth + 1);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => example(one, schemas, depth + 1)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "array") return [];
  if (type === "integer" || type === "number") return 0;
  if (type === "boolean") return false;
  if (type === "string") return "";
  const members = Object.entries(schema.properties ?? {});
  const needed = members.filter(([name]) => (schema.required ?? []).includes(name));
  return Object.fromEntries(needed.map(([name, one]) => [name, example(one, schemas, depth + 1)]));
}

function field(label, name, value = "", tag = "input") {
  const input = document.createElement(tag);
  input.name = name;
  input.value = value;
  input.spellcheck = false;
  return element("label", label, input);
}

async function call(method, path, operation, form, answer) {
  const given = new FormData(form);
  const query = new URLSearchParams();
  const headers = { accept: "application/json" };
  for (const parameter of operation.parameters ?? []) {
    const value = String(given.get(parameter.name) ?? "");
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (parameter.in === "query" && value !== "") query.set(parameter.name, value);
  }
  const token = byId("token").value.trim();
  if (token !== "") headers.authorization = `Bearer ${token}`;
  const body = given.get("body") === null ? undefined : String(given.get("body"));
  if (body !== undefined) headers["content-type"] = Object.keys(operation.requestBody.content)[0];
  const asked = query.size > 0 ? `/api${path}?${query}` : `/api${path}`;
  try {
    const credentials = token === "" ? "same-origin" : "omit";
    const response = await fetch(asked, { method: method.toUpperCase(), headers, body, credentials });
    const text = await response.text();
    let shown = text;
    try {
      shown = JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      // Not JSON: shown as it came.
    }
    answer.textContent = `${response.status} ${asked}\n\n${shown}`;
  } catch (error) {
    answer.textContent = `${asked}\n\n${error}`;
  }
}

function show(path, method, operation, schemas) {
  const summary = element("summary", "", element("code", `${method.toUpperCase()} ${path}`));
  summary.append(` ${operation.summary ?? ""}`);
  const form = element("form");
  for (const parameter of operation.parameters ?? [])
    form.append(field(`${parameter.name} (${parameter.in})`, parameter.name));
  const content = operation.requestBody?.content ?? {};
  const type = Object.keys(content)[0];
  if (type && !type.startsWith("multipart/")) {
    const sample = type === "application/json" ? example(content[type].schema, schemas) : "";
    form.append(field(type, "body", sample === "" ? "" : JSON.stringify(sample, null, 2), "textarea"));
  }
  const answer = element("pre");
  answer.setAttribute("aria-live", "polite");
  form.append(element("button", "调用 · Call"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void call(method, path, operation, form, answer);
  });
  return element("details", "", summary, element("p", operation.description ?? ""), form, answer);
}

async function start() {
  const api = await (await fetch("/api/openapi.json")).json();
  const shown = [];
  for (const [path, methods] of Object.entries(api.paths))
    for (const method of METHODS.filter((name) => methods[name]))
      shown.push(show(path, method, methods[method], api.components.schemas));
  byId("operations").append(...shown);
  byId("state").textContent = `${shown.length} 个接口 · operations`;
  byId("find").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const one of shown)
      one.hidden = !one.firstElementChild.textContent.toLowerCase().includes(wanted);
  });
}

start().catch((error) => (byId("state").textContent = String(error)));
