//! What adapters bring, as the document describes it, and what is answered. [`intake::Item`] is what is read.

use crate::{
    channels::intake::{Receipt, Standing},
    domain::channels::{IntakeItem, IntakeState},
    edge::{
        extract::Json,
        views::{AdapterText, CategoryText, ContentClassText, IntakeStateText, PurposeText, StateText},
    },
};
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A matter from outside.
#[derive(ToSchema)]
#[schema(as = IntakeItemBody)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "documents `channels::intake::Item`; a test holds the two together")]
pub struct ItemBody {
    /// 4 to 100 characters.
    title: String,
    /// 10 to 10 000 characters.
    text: String,
    /// Division code of where the matter is.
    place: String,
    /// `appeal` if left out.
    category: Option<CategoryText>,
    /// `resolution` if left out.
    purpose: Option<PurposeText>,
    /// `other` if left out.
    content_class: Option<ContentClassText>,
    respondent: Option<String>,
    /// 1 if left out.
    persons_concerned: Option<u32>,
    /// Public addresses of up to nine pictures, which are fetched into the petition's files.
    pictures: Option<Vec<String>>,
    petitioner: ItemPerson,
}

#[derive(ToSchema)]
#[schema(as = IntakePerson)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "documents `channels::intake::Person`")]
pub struct ItemPerson {
    name: String,
    phone: Option<String>,
    id_number: Option<String>,
    address: Option<String>,
}

/// What became of an item.
#[derive(Serialize, ToSchema)]
pub struct IntakeReceipt {
    id: Uuid,
    adapter: AdapterText,
    external_number: String,
    state: IntakeStateText,
    /// The petition, once there is one.
    petition: Option<Uuid>,
    number: Option<String>,
    /// Where it stands; of one that was merged, where the leading one stands. Never of a report.
    petition_state: Option<StateText>,
    /// Number of the leading petition, if it was merged (并案).
    merged_into: Option<String>,
    /// In the first receipt of a petition and never again.
    query_code: Option<String>,
    /// While it waits for a person: which field cannot be read, and why.
    field: Option<String>,
    reason: Option<String>,
    received_at: i64,
}

impl IntakeReceipt {
    pub fn of(item: IntakeItem, standing: Option<Standing>, query_code: Option<String>) -> Self {
        let (number, state, merged_into) =
            standing.map_or_else(Default::default, |one| (Some(one.number), one.state, one.merged_into));
        Self {
            id: item.id.0,
            adapter: item.adapter.into(),
            external_number: item.external,
            state: item.state.into(),
            petition: item.petition.map(|petition| petition.0),
            number,
            petition_state: state.map(Into::into),
            merged_into,
            query_code,
            field: item.field,
            reason: item.reason,
            received_at: item.received_at.0,
        }
    }

    /// 201 for a new petition, 202 for what waits for a person, 200 for what was known.
    pub fn answer(receipt: Receipt) -> (StatusCode, Json<Self>) {
        let status = match (receipt.is_new, receipt.item.state) {
            (_, IntakeState::Waiting) => StatusCode::ACCEPTED,
            (true, _) => StatusCode::CREATED,
            (false, _) => StatusCode::OK,
        };
        let code = receipt.query_code.map(|code| code.as_str().to_owned());
        (status, Json(Self::of(receipt.item, receipt.standing, code)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channels::intake::{Item, Person};
    use utoipa::PartialSchema;

    /// Names of a schema's members.
    fn documented<T: PartialSchema>() -> Vec<String> {
        let schema = serde_json::to_value(T::schema()).unwrap();
        schema["properties"].as_object().unwrap().keys().cloned().collect()
    }

    #[test]
    fn the_document_describes_what_is_read() {
        let person = Person { name: "某某".into(), ..Person::default() };
        let item = Item {
            title: String::new(),
            text: String::new(),
            place: String::new(),
            category: None,
            purpose: None,
            content_class: None,
            respondent: None,
            persons_concerned: None,
            pictures: vec![String::new()],
            petitioner: person,
        };
        let item = serde_json::to_value(item).unwrap();
        let names =
            |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(documented::<ItemBody>(), names(&item));
        assert_eq!(documented::<ItemPerson>(), names(&item["petitioner"]));
    }
}
