//! What goes beside the words of an answer, a report or a step of an action item: files of the petition.

use super::{Refusal, RefusalCode};
use crate::domain::{event::Change, hex, ids::AttachmentId, petition::Attachment};

/// Most files that go with one answer or step.
const MAX_PAPERS: usize = 20;

/// Their ids.
pub(super) fn checked(papers: &[Attachment], article: u8) -> Result<Vec<AttachmentId>, Refusal> {
    if papers.len() > MAX_PAPERS {
        let sentence = "At most 20 files go with one answer or step";
        return Err(Refusal::of(RefusalCode::BadFiles, article, sentence).at("files"));
    }
    Ok(papers.iter().map(|paper| paper.id).collect())
}

/// `change` with their hashes: what proves a step is in the chain with it, and in the evidence of its hearing.
pub(super) fn told(change: Change, papers: &[Attachment]) -> Change {
    if papers.is_empty() {
        return change;
    }
    let hashes: Vec<_> = papers.iter().map(|paper| hex(&paper.sha256)).collect();
    change.with("files", papers.len()).with("files_sha256", hashes.join(" "))
}
