//! What the server sends by itself: the signed notice of a webhook (`channels::outbox`).

use serde_json::{Value, json};

const HEADERS: &[(&str, &str)] = &[
    ("x-lianjie-webhook", "Id of the webhook."),
    ("x-lianjie-timestamp", "UTC milliseconds, of this try."),
    ("x-lianjie-sequence", "As in the body."),
    (
        "x-lianjie-signature",
        "Hexadecimal HMAC-SHA256, by the webhook's secret, of timestamp, line feed, sequence, line feed, body.",
    ),
];

pub fn say(api: &mut Value) {
    let header = |(name, what): &(&str, &str)| json!({ "name": name, "in": "header", "required": true, "description": what, "schema": { "type": "string" } });
    let headers: Vec<_> = HEADERS.iter().map(header).collect();
    let schema = json!({ "$ref": "#/components/schemas/EventNotice" });
    api["webhooks"] = json!({ "news": { "post": {
        "operationId": "webhook_notice",
        "summary": "News of a petition, sent to each webhook that may know of it.",
        "description": "The same may come twice. What is not taken is tried again over two days, and what comes after it waits.",
        "tags": ["interfaces"],
        "parameters": headers,
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
        "responses": {
            "2XX": { "description": "Taken, within ten seconds." },
            "default": { "description": "Not taken." },
        },
    } } });
}
