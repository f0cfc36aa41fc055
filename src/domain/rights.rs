//! (role, relation, state) → what may be done and seen.
