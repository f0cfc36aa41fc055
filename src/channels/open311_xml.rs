//! Open311 GeoReport v2 in XML: what JSON says, in the order of the schema. An element with nothing in it stands empty.

use quick_xml::escape::escape;
use serde_json::Value;

/// What a document is of: its root, and the rows in it.
#[derive(Debug)]
pub struct Shape {
    root: &'static str,
    rows: Rows,
}

#[derive(Debug)]
enum Rows {
    /// A list of elements of this name with these members.
    Many(&'static str, &'static [&'static str]),
    /// One, whose attributes are a list themselves.
    Definition,
    /// One, with its endpoints.
    Discovery,
}

pub const SERVICES: Shape = Shape {
    root: "services",
    rows: Rows::Many(
        "service",
        &["service_code", "service_name", "description", "metadata", "type", "keywords", "group"],
    ),
};
pub const DISCOVERY: Shape = Shape { root: "discovery", rows: Rows::Discovery };
pub const DEFINITION: Shape = Shape { root: "service_definition", rows: Rows::Definition };
pub const REQUESTS: Shape = Shape {
    root: "service_requests",
    rows: Rows::Many(
        "request",
        &[
            "service_request_id",
            "status",
            "status_notes",
            "service_name",
            "service_code",
            "description",
            "agency_responsible",
            "service_notice",
            "requested_datetime",
            "updated_datetime",
            "expected_datetime",
            "address",
            "address_id",
            "zipcode",
            "lat",
            "long",
            "media_url",
        ],
    ),
};
/// What a request is answered with when it is filed; one of the first two is there.
pub const FILED: Shape = Shape {
    root: "service_requests",
    rows: Rows::Many("request", &["service_request_id", "token", "service_notice", "account_id"]),
};
pub const TOKENS: Shape = Shape {
    root: "service_requests",
    rows: Rows::Many("request", &["token", "service_request_id", "status_notes"]),
};
pub const ERRORS: Shape = Shape { root: "errors", rows: Rows::Many("error", &["code", "description"]) };

const ATTRIBUTE: &[&str] =
    &["variable", "code", "datatype", "required", "datatype_description", "order", "description"];

/// The document of `told`, which is JSON of the same shape.
#[must_use]
pub fn xml(shape: &Shape, told: &Value) -> String {
    let body = match shape.rows {
        Rows::Many(name, members) => rows(told).map(|row| element(name, &of_members(row, members))).collect(),
        Rows::Definition => {
            let attributes: String = rows(&told["attributes"]).map(attribute).collect();
            of_members(told, &["service_code"]) + &element("attributes", &attributes)
        }
        Rows::Discovery => {
            let endpoints: String = rows(&told["endpoints"]).map(endpoint).collect();
            of_members(told, &["changeset", "contact", "key_service"]) + &element("endpoints", &endpoints)
        }
    };
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}", element(shape.root, &body))
}

fn endpoint(endpoint: &Value) -> String {
    let formats: String = rows(&endpoint["formats"]).map(|format| element("format", &text(format))).collect();
    let told = of_members(endpoint, &["specification", "url", "changeset", "type"]);
    element("endpoint", &(told + &element("formats", &formats)))
}

fn attribute(attribute: &Value) -> String {
    let value = |one: &Value| element("value", &of_members(one, &["key", "name"]));
    let values: String = rows(&attribute["values"]).map(value).collect();
    element("attribute", &(of_members(attribute, ATTRIBUTE) + &element("values", &values)))
}

fn rows(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

/// Those of `members` the row has, in their order.
fn of_members(row: &Value, members: &[&str]) -> String {
    let told = members.iter().filter_map(|name| Some((name, row.get(*name)?)));
    told.map(|(name, value)| element(name, &text(value))).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => escape(text.as_str()).into_owned(),
        other => other.to_string(),
    }
}

fn element(name: &str, inner: &str) -> String {
    format!("<{name}>{inner}</{name}>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{channels::open311, domain::petition::ContentClass};
    use quick_xml::{Reader, events::Event};
    use serde_json::json;

    /// The names of elements as they open.
    fn names(document: &str) -> Vec<String> {
        let mut reader = Reader::from_str(document);
        let mut names = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => names.push(start.local_name().as_ref().to_owned()),
                Event::Eof => return names,
                _ => {}
            }
        }
    }

    #[test]
    fn members_stand_in_the_order_of_the_schema_whatever_that_of_json() {
        let told = json!([{ "description": "路灯 <坏了> & 没人修", "code": 400 }]);
        assert_eq!(
            xml(&ERRORS, &told),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<errors><error><code>400</code>\
            <description>路灯 &lt;坏了&gt; &amp; 没人修</description></error></errors>"
        );
        let services = names(&xml(&SERVICES, &open311::services()));
        assert_eq!(services[..4], ["services", "service", "service_code", "service_name"]);
        assert_eq!(services.iter().filter(|name| *name == "service").count(), ContentClass::ALL.len());
        let discovery = names(&xml(&DISCOVERY, &open311::discovery("https://petitions.example")));
        assert_eq!(
            discovery,
            [
                "discovery",
                "changeset",
                "contact",
                "key_service",
                "endpoints",
                "endpoint",
                "specification",
                "url",
                "changeset",
                "type",
                "formats",
                "format",
                "format"
            ]
        );
        let definition = names(&xml(&DEFINITION, &open311::definition(ContentClass::Land)));
        assert_eq!(definition[..4], ["service_definition", "service_code", "attributes", "attribute"]);
        assert_eq!(
            definition[4..12],
            [
                "variable",
                "code",
                "datatype",
                "required",
                "datatype_description",
                "order",
                "description",
                "values"
            ]
        );
    }

    #[test]
    fn a_member_that_is_not_told_is_not_there_and_one_without_value_is_empty() {
        let told = json!([{ "token": "t", "service_notice": null }]);
        assert!(xml(&FILED, &told).ends_with(
            "<request><token>t</token><service_notice></service_notice></request></service_requests>"
        ));
        assert_eq!(names(&xml(&REQUESTS, &json!([]))), ["service_requests"]);
    }
}
