//! What answers are made of, by the OpenAPI document.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A property of text, by the schema it belongs to.
pub type Property = (String, String);

/// All properties of text in the answers of each operation.
pub fn answers() -> BTreeMap<String, BTreeSet<Property>> {
    let document: Value = serde_json::from_str(&lianjie::edge::openapi::document()).unwrap();
    let methods =
        document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values());
    let of = |operation: &Value| {
        let mut walk = Walk {
            schemas: &document["components"]["schemas"],
            seen: BTreeSet::new(),
            found: BTreeSet::new(),
        };
        for (status, answer) in operation["responses"].as_object().unwrap() {
            if status.starts_with('2') {
                walk.read("", &answer["content"]);
            }
        }
        (operation["operationId"].as_str().unwrap().to_owned(), walk.found)
    };
    methods.map(of).collect()
}

struct Walk<'a> {
    schemas: &'a Value,
    seen: BTreeSet<String>,
    found: BTreeSet<Property>,
}

impl Walk<'_> {
    /// `of` is the schema with a name that `part` belongs to.
    fn read(&mut self, of: &str, part: &Value) {
        match part {
            Value::Object(parts) => {
                if let Some(name) = parts.get("$ref").and_then(Value::as_str) {
                    let name = name.rsplit('/').next().unwrap_or_default();
                    if self.seen.insert(name.to_owned()) {
                        self.read(name, &self.schemas[name]);
                    }
                }
                for (property, schema) in
                    parts.get("properties").and_then(Value::as_object).into_iter().flatten()
                {
                    if is_text(schema) {
                        self.found.insert((of.to_owned(), property.clone()));
                    }
                }
                for part in parts.values() {
                    self.read(of, part);
                }
            }
            Value::Array(parts) => parts.iter().for_each(|part| self.read(of, part)),
            _ => {}
        }
    }
}

/// Words, a list of words or perhaps words; no ids, no moments, no enum.
fn is_text(schema: &Value) -> bool {
    let is = |kind: &Value| {
        kind == "string" || kind.as_array().is_some_and(|kinds| kinds.contains(&"string".into()))
    };
    let words =
        |schema: &Value| is(&schema["type"]) && schema["format"].is_null() && schema["enum"].is_null();
    words(schema) || words(&schema["items"])
}
