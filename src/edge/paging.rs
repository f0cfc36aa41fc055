//! What is asked of a list that goes on page by page.

use crate::storage::Place;

/// Rows of a page at most.
const MOST: u32 = 100;

/// Where to go on from, and how many rows: `usual` if that is left out. A cursor that cannot be read starts the list over.
pub fn asked(after: Option<&str>, limit: Option<u32>, usual: u32) -> (Option<Place>, u32) {
    (after.and_then(Place::read), limit.unwrap_or(usual).clamp(1, MOST))
}
