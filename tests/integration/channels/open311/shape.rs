//! The shape of an answer, what does not fit into it, and what a document of XML says in it.

use quick_xml::{Reader, events::Event};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Whether a field is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Is {
    Filled,
    /// Or null; in XML an empty element.
    Told,
    /// Or not there at all.
    Optional,
}

/// What a field holds.
#[derive(Debug)]
pub(super) enum Form {
    Text,
    Flag,
    Number,
    /// W3C date and time, with its zone.
    Moment,
    Address,
    OneOf(&'static [&'static str]),
    /// Elements of this name with these fields.
    Rows(&'static str, &'static [Field]),
}

#[derive(Debug)]
pub(super) struct Field(pub &'static str, pub Is, pub Form);

/// A document: its root in XML, what it is a list of (else it is one), and the fields.
#[derive(Debug)]
pub(super) struct Shape {
    pub root: &'static str,
    pub row: Option<&'static str>,
    pub fields: &'static [Field],
}

impl Shape {
    pub fn check(&self, told: &Value) -> Result<(), String> {
        match self.row {
            Some(row) => Form::Rows(row, self.fields).check(told),
            None => check(told, self.fields),
        }
    }

    /// Every element by its way from the root.
    pub fn names(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::from([self.root.to_owned()]);
        match self.row {
            Some(row) => rows(self.root, row, self.fields, &mut found),
            None => named(self.root, self.fields, &mut found),
        }
        found
    }

    /// What a document says, as JSON says it.
    pub fn of_xml(&self, document: &str) -> Result<Value, String> {
        let root = read(document);
        if root.name != self.root {
            return Err(format!("the root is {}", root.name));
        }
        match self.row {
            Some(row) => root.rows(row, self.fields),
            None => root.row(self.fields),
        }
    }
}

fn rows(above: &str, row: &str, fields: &[Field], found: &mut BTreeSet<String>) {
    let path = format!("{above}/{row}");
    named(&path, fields, found);
    found.insert(path);
}

fn named(above: &str, fields: &[Field], found: &mut BTreeSet<String>) {
    for Field(name, _, form) in fields {
        let path = format!("{above}/{name}");
        if let Form::Rows(row, fields) = form {
            rows(&path, row, fields, found);
        }
        found.insert(path);
    }
}

/// The same of a document.
pub(super) fn names_in(document: &str) -> BTreeSet<String> {
    let (mut found, root) = (BTreeSet::new(), read(document));
    let mut open = vec![(root.name.clone(), root)];
    while let Some((path, element)) = open.pop() {
        open.extend(element.inner.into_iter().map(|one| (format!("{path}/{}", one.name), one)));
        found.insert(path);
    }
    found
}

/// Every field is there that must be, holds what it may, and there is no other.
fn check(row: &Value, fields: &[Field]) -> Result<(), String> {
    let row = row.as_object().ok_or_else(|| format!("{row} is no object"))?;
    if let Some(name) = row.keys().find(|name| fields.iter().all(|field| field.0 != name.as_str())) {
        return Err(format!("{name} is not in the specification"));
    }
    for Field(name, is, form) in fields {
        match row.get(*name) {
            None if *is == Is::Optional => {}
            None => return Err(format!("{name} is missing")),
            Some(Value::Null) if *is != Is::Filled => {}
            Some(value) => form.check(value).map_err(|why| format!("{name}: {why}"))?,
        }
    }
    Ok(())
}

impl Form {
    pub fn check(&self, value: &Value) -> Result<(), String> {
        let text = value.as_str();
        let fits = match self {
            Self::Text => text.is_some_and(|text| !text.is_empty()),
            Self::Flag => value.is_boolean(),
            Self::Number => value.is_number(),
            Self::Moment => text.is_some_and(|text| OffsetDateTime::parse(text, &Rfc3339).is_ok()),
            Self::Address => text.is_some_and(|text| reqwest::Url::parse(text).is_ok()),
            Self::OneOf(words) => text.is_some_and(|text| words.iter().any(|word| *word == text)),
            Self::Rows(_, fields) => {
                let rows = value.as_array().ok_or_else(|| format!("{value} is no list"))?;
                return rows.iter().try_for_each(|row| check(row, fields));
            }
        };
        if fits { Ok(()) } else { Err(format!("{value} is not {self:?}")) }
    }
}

#[derive(Debug, Default)]
struct Element {
    name: String,
    text: String,
    inner: Vec<Element>,
}

impl Element {
    fn rows(&self, name: &str, fields: &[Field]) -> Result<Value, String> {
        let row = |one: &Self| {
            if one.name == name { one.row(fields) } else { Err(format!("{} among {name}", one.name)) }
        };
        self.inner.iter().map(row).collect::<Result<Vec<_>, _>>().map(Value::from)
    }

    /// Its fields, in the order of the table.
    fn row(&self, fields: &[Field]) -> Result<Value, String> {
        let (mut row, mut next) = (Map::new(), 0);
        for one in &self.inner {
            let at = fields.iter().position(|field| field.0 == one.name);
            let at = at.ok_or_else(|| format!("{} is not in the specification", one.name))?;
            if at < next {
                return Err(format!("{} is out of order", one.name));
            }
            next = at + 1;
            row.insert(one.name.clone(), one.value(&fields[at].2)?);
        }
        Ok(row.into())
    }

    fn value(&self, form: &Form) -> Result<Value, String> {
        match form {
            Form::Rows(name, fields) => self.rows(name, fields),
            _ if !self.inner.is_empty() => Err(format!("{} is no list", self.name)),
            _ if self.text.is_empty() => Ok(Value::Null),
            Form::Flag | Form::Number => serde_json::from_str(&self.text).map_err(|why| why.to_string()),
            _ => Ok(self.text.clone().into()),
        }
    }
}

/// The root of a document.
fn read(document: &str) -> Element {
    let mut reader = Reader::from_str(document);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                open.push(Element { name, ..Element::default() });
            }
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().inner.push(done);
            }
            Event::Text(text) => open.last_mut().unwrap().text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = match &*reference.xml10_content() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("&{other};"),
                };
                open.last_mut().unwrap().text.push_str(character);
            }
            Event::Decl(_) => {}
            Event::Eof => return open.pop().unwrap().inner.pop().unwrap(),
            other => panic!("{other:?}"),
        }
    }
}
