//! Messages of the WeChat platform: reading its XML, and the answer to it.

use quick_xml::{Reader, events::Event};
use std::collections::HashMap;

/// What the platform sent, as far as it matters here.
#[derive(Clone, PartialEq, Eq)]
#[expect(missing_debug_implementations, reason = "what a follower writes is not logged")]
pub struct Message {
    /// The account.
    pub to: String,
    /// The follower's id with this account.
    pub from: String,
    /// `text`, `image`, `event` …
    pub kind: String,
    pub content: String,
    pub picture: Option<String>,
    /// Of an event: which.
    pub event: Option<String>,
    /// Tells a repeat: the platform's id, or for events sender and second.
    pub id: String,
}

/// A body that is no message.
#[derive(Debug, thiserror::Error)]
pub enum BadMessage {
    #[error("the XML is not well-formed")]
    Malformed,
    /// A message needs neither; both have been ways into servers.
    #[error("a message has no document type and no entities of its own")]
    Entities,
    #[error("the message is not sealed for this account")]
    Sealed,
    #[error("the message has no {0}")]
    Missing(&'static str),
}

impl Message {
    /// # Errors
    /// It is no flat `<xml>` of texts, or a member is missing.
    pub fn parse(body: &str) -> Result<Self, BadMessage> {
        let mut members = members(body)?;
        let mut take = |name: &'static str| members.remove(name).ok_or(BadMessage::Missing(name));
        let (to, from, kind) = (take("ToUserName")?, take("FromUserName")?, take("MsgType")?);
        let made = take("CreateTime")?;
        let id = take("MsgId").unwrap_or_else(|_| format!("{from}:{made}"));
        let (content, picture) = (take("Content").unwrap_or_default(), take("PicUrl").ok());
        let event = take("Event").ok();
        Ok(Self { to, from, kind, content, picture, event, id })
    }

    /// The platform's own news (a template message arrived, somebody left): only who begins to follow is greeted.
    #[must_use]
    pub fn needs_no_answer(&self) -> bool {
        self.kind == "event" && self.event.as_deref() != Some("subscribe")
    }
}

/// The texts of the root's children by name.
pub(super) fn members(body: &str) -> Result<HashMap<String, String>, BadMessage> {
    let mut reader = Reader::from_str(body);
    let (mut open, mut members): (Vec<String>, HashMap<String, String>) = Default::default();
    loop {
        let said = match reader.read_event().map_err(|_| BadMessage::Malformed)? {
            Event::Start(start) => {
                open.push(start.local_name().as_ref().to_owned());
                continue;
            }
            Event::End(_) => {
                open.pop();
                continue;
            }
            Event::Eof if open.is_empty() => return Ok(members),
            Event::Eof => return Err(BadMessage::Malformed),
            Event::DocType(_) => return Err(BadMessage::Entities),
            Event::GeneralRef(reference) => predefined(&reference)?,
            Event::Text(text) => text.xml10_content().into_owned(),
            Event::CData(text) => text.xml10_content().into_owned(),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
        };
        if let [_, name] = open.as_slice() {
            members.entry(name.clone()).or_default().push_str(&said);
        }
    }
}

fn predefined(reference: &quick_xml::events::BytesRef<'_>) -> Result<String, BadMessage> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Ok(character.to_string());
    }
    Ok(match &*reference.xml10_content() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return Err(BadMessage::Entities),
    }
    .to_owned())
}

/// The passive answer to `message`.
#[must_use]
pub fn reply(message: &Message, seconds: i64, text: &str) -> String {
    let data = |text: &str| format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"));
    format!(
        "<xml><ToUserName>{}</ToUserName><FromUserName>{}</FromUserName><CreateTime>{seconds}</CreateTime>\
        <MsgType>{}</MsgType><Content>{}</Content></xml>",
        data(&message.from),
        data(&message.to),
        data("text"),
        data(text),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &str) -> String {
        format!(
            "<xml><ToUserName><![CDATA[account]]></ToUserName><FromUserName><![CDATA[follower]]></FromUserName>\
            <CreateTime>1600000000</CreateTime><MsgType><![CDATA[text]]></MsgType>\
            <Content>{content}</Content><MsgId>42</MsgId></xml>"
        )
    }

    #[test]
    fn texts_are_read_and_answered_as_they_are() {
        for (written, read) in [
            ("<![CDATA[路灯 <坏了> & 没人修]]>", "路灯 <坏了> & 没人修"),
            ("a &lt;b&gt; &amp; &#20013;", "a <b> & 中"),
            ("", ""),
        ] {
            let message = Message::parse(&text(written)).unwrap();
            assert_eq!((message.content.as_str(), message.id.as_str()), (read, "42"), "{written}");
            let answered = reply(&message, 1, "]]> & <x>");
            let back = Message::parse(&answered.replace("<MsgType>", "<MsgId>1</MsgId><MsgType>")).unwrap();
            assert_eq!((back.to.as_str(), back.content.as_str()), ("follower", "]]> & <x>"));
        }
    }

    #[test]
    fn entities_and_broken_xml_are_refused() {
        let bomb = format!("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>{}", text("&a;"));
        for body in
            [bomb.as_str(), &text("&a;"), "<xml><a>", "", "not xml", "<xml></xml>", "<xml><a></b></xml>"]
        {
            assert!(Message::parse(body).is_err(), "{body}");
        }
    }
}
