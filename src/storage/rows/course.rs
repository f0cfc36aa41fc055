//! Rows of a petition's course: what it keeps from state to state.

use crate::{
    domain::{
        Timestamp,
        ids::{AgencyId, StaffId},
        petition::{Course, Hop, Passage, Review, Unsealing},
    },
    storage::{
        StoreError,
        values::{count, needed, parse},
    },
};
use uuid::Uuid;

type Result<T> = std::result::Result<T, StoreError>;

/// What a petition gathered on its way.
#[derive(sqlx::FromRow)]
pub(in crate::storage) struct CourseRecord {
    pub(in crate::storage) hops: String,
    pub(in crate::storage) objections: i64,
    pub(in crate::storage) ruled: bool,
    pub(in crate::storage) recused: String,
    pub(in crate::storage) extended_by: Option<i64>,
    pub(in crate::storage) last_handler: Option<Uuid>,
    pub(in crate::storage) first_approval: Option<Uuid>,
    pub(in crate::storage) reworks: i64,
    pub(in crate::storage) review_organ: Option<Uuid>,
    pub(in crate::storage) review_finding: Option<String>,
    pub(in crate::storage) review_text: Option<String>,
    pub(in crate::storage) rereview_organ: Option<Uuid>,
    pub(in crate::storage) rereview_finding: Option<String>,
    pub(in crate::storage) rereview_text: Option<String>,
    pub(in crate::storage) redone_by: Option<Uuid>,
    pub(in crate::storage) unsealing: Option<String>,
    pub(in crate::storage) left_at: Option<i64>,
    pub(in crate::storage) opened_at: Option<i64>,
}

impl From<&Course> for CourseRecord {
    fn from(course: &Course) -> Self {
        let finding = |review: &Option<Review>| review.as_ref().map(|review| review.finding.to_string());
        let organ = |review: &Option<Review>| review.as_ref().map(|review| review.organ.0);
        let text = |review: &Option<Review>| review.as_ref().map(|review| review.text.clone());
        Self {
            hops: course.hops.iter().map(hop_text).collect::<Vec<_>>().join(";"),
            objections: i64::from(course.objections),
            ruled: course.ruled,
            recused: course.recused.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            extended_by: course.extended_by.map(i64::from),
            last_handler: course.handler.map(|staff| staff.0),
            first_approval: course.first_approval.map(|staff| staff.0),
            reworks: i64::from(course.reworks),
            review_organ: organ(&course.review),
            review_finding: finding(&course.review),
            review_text: text(&course.review),
            rereview_organ: organ(&course.rereview),
            rereview_finding: finding(&course.rereview),
            rereview_text: text(&course.rereview),
            redone_by: course.redone_by.map(|organ| organ.0),
            unsealing: course.unsealing.as_ref().map(unsealing_text),
            left_at: course.left_at.map(|at| at.0),
            opened_at: course.opened_at.map(|at| at.0),
        }
    }
}

impl TryFrom<CourseRecord> for Course {
    type Error = StoreError;
    fn try_from(row: CourseRecord) -> Result<Self> {
        let recused = row.recused.split_whitespace();
        Ok(Self {
            hops: hops(&row.hops)?,
            objections: count("number of objections", row.objections)?,
            ruled: row.ruled,
            recused: recused.map(|id| parse("recused person", id).map(StaffId)).collect::<Result<_>>()?,
            extended_by: row.extended_by.map(|days| count("days of an extension", days)).transpose()?,
            handler: row.last_handler.map(StaffId),
            first_approval: row.first_approval.map(StaffId),
            review: review(row.review_organ, row.review_finding, row.review_text)?,
            rereview: review(row.rereview_organ, row.rereview_finding, row.rereview_text)?,
            redone_by: row.redone_by.map(AgencyId),
            reworks: count("number of reworks", row.reworks)?,
            unsealing: row.unsealing.as_deref().map(unsealing).transpose()?,
            left_at: row.left_at.map(Timestamp),
            opened_at: row.opened_at.map(Timestamp),
            urgent: None, // in columns of its own
        })
    }
}

/// `passage from to by at share` with `;` between, oldest first: with the petition, for every row of a list needs the last.
fn hop_text(Hop { passage, from, to, by, at, share }: &Hop) -> String {
    let passage = match passage {
        Passage::Down(how) => how.as_str(),
        Passage::Back => BACK,
    };
    format!("{passage} {from} {to} {by} {} {share}", at.0)
}

/// `category by since reason`; only the reason has spaces in it.
fn unsealing_text(Unsealing { category, reason, by, since }: &Unsealing) -> String {
    format!("{category} {by} {} {reason}", since.0)
}

fn unsealing(text: &str) -> Result<Unsealing> {
    let [category, by, since, reason] = text.splitn(4, ' ').collect::<Vec<_>>()[..] else {
        return Err(StoreError::corrupt("proposal to unseal", "it has not four fields"));
    };
    Ok(Unsealing {
        category: parse("category", category)?,
        reason: reason.to_owned(),
        by: StaffId(parse("person of a proposal", by)?),
        since: Timestamp(parse("time of a proposal", since)?),
    })
}

const BACK: &str = "back";

/// As [`hop_text`] writes them.
fn hops(text: &str) -> Result<Vec<Hop>> {
    text.split(';').filter(|hop| !hop.is_empty()).map(hop).collect()
}

fn hop(text: &str) -> Result<Hop> {
    let [passage, from, to, by, at, share] = text.split(' ').collect::<Vec<_>>()[..] else {
        return Err(StoreError::corrupt("hop of a petition", "it has not six fields"));
    };
    Ok(Hop {
        passage: if passage == BACK { Passage::Back } else { Passage::Down(parse("passage", passage)?) },
        from: AgencyId(parse("bureau of a hop", from)?),
        to: AgencyId(parse("bureau of a hop", to)?),
        by: StaffId(parse("person of a hop", by)?),
        at: Timestamp(parse("time of a hop", at)?),
        share: parse("share of a hop", share)?,
    })
}

fn review(organ: Option<Uuid>, finding: Option<String>, text: Option<String>) -> Result<Option<Review>> {
    let Some(organ) = organ else { return Ok(None) };
    Ok(Some(Review {
        organ: AgencyId(organ),
        finding: parse("finding of a review", &needed("finding of a review", finding)?)?,
        text: needed("text of a review", text)?,
    }))
}
