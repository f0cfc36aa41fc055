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

/** The fields of a form in the order that is asked for, a file after all others: what it belongs to is read before it. */
function fieldsOf(schema, schemas) {
  const form = schema.$ref ? schemas[schema.$ref.split("/").pop()] : schema;
  const required = form.required ?? [];
  const names = [...new Set([...required, ...Object.keys(form.properties ?? {})])];
  const fields = names.map((name) => ({
    name, required: required.includes(name), file: form.properties[name].format === "binary", about: form.properties[name].description,
  }));
  return [...fields.filter((one) => !one.file), ...fields.filter((one) => one.file)];
}

const isForm = (type) => type.startsWith("multipart/") || type === "application/x-www-form-urlencoded";

/** `name` says where it goes as well: a path, a query, a header and a form may each have one of the same name. */
function field({ label, name, value = "", tag = "input", required = false, about = "" }) {
  const input = document.createElement(tag);
  input.name = name;
  input.value = value;
  input.required = required;
  input.spellcheck = false;
  const needed = required ? " · 必填 required" : "";
  return element("label", `${label}${needed}${about ? `: ${about}` : ""}`, input);
}

function fileField(label, name, required, about) {
  const made = field({ label, name, required, about });
  made.querySelector("input").type = "file";
  return made;
}

/** What is sent, and the headers that say of what type; a browser says it of a form by itself. */
function bodyOf(type, given) {
  if (type === undefined) return {};
  if (!isForm(type)) return { body: String(given.get("body") ?? ""), headers: { "content-type": type } };
  const body = type.startsWith("multipart/") ? new FormData() : new URLSearchParams();
  for (const [name, value] of given)
    if (name.startsWith("form ") && value !== "" && !(value instanceof File && value.name === ""))
      body.append(name.slice(5), value);
  return { body, headers: {} };
}

/** Those that are asked for. `Origin`, which the document keeps apart, a browser names by itself. */
const parametersOf = (operation) => (operation.parameters ?? []).filter((one) => one.$ref === undefined);

async function call(method, path, operation, form, answer) {
  const given = new FormData(form);
  const query = new URLSearchParams();
  const { body, headers: typed } = bodyOf(Object.keys(operation.requestBody?.content ?? {})[0], given);
  const headers = { accept: "application/json", ...typed };
  for (const parameter of parametersOf(operation)) {
    const value = String(given.get(`${parameter.in} ${parameter.name}`) ?? "");
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (parameter.in === "query" && value !== "") query.set(parameter.name, value);
    else if (parameter.in === "header" && value !== "") headers[parameter.name] = value;
  }
  const token = byId("token").value.trim();
  if (token !== "") headers.authorization = `Bearer ${token}`;
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

/** What opens an operation, in the words of the document: any one of them. */
function doors(security) {
  const said = (security ?? []).map((way) =>
    Object.entries(way).map(([scheme, scopes]) => [scheme, ...scopes].join(" ")).join(" + ") || "无需登录 · open to all");
  return said.length > 0 ? `凭证 · opened by: ${said.join(" / ")}` : "";
}

function show(path, method, operation, schemas) {
  const summary = element("summary", "", element("code", `${method.toUpperCase()} ${path}`));
  summary.append(` ${operation.summary ?? ""}`);
  const form = element("form");
  for (const { name, in: place, required = false, description: about } of parametersOf(operation))
    form.append(field({ label: `${name} (${place})`, name: `${place} ${name}`, required, about }));
  const [type, { schema } = {}] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (type !== undefined && isForm(type)) {
    for (const { name, required, file, about } of fieldsOf(schema, schemas))
      form.append(file ? fileField(name, `form ${name}`, required, about) : field({ label: name, name: `form ${name}`, required, about }));
  } else if (type !== undefined) {
    const sample = type === "application/json" ? example(schema, schemas) : "";
    form.append(field({ label: type, name: "body", value: sample === "" ? "" : JSON.stringify(sample, null, 2), tag: "textarea" }));
  }
  const answer = element("pre");
  answer.setAttribute("aria-live", "polite");
  form.append(element("button", "调用 · Call"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void call(method, path, operation, form, answer);
  });
  return element("details", "", summary, element("p", operation.description ?? ""), element("p", doors(operation.security)), form, answer);
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
