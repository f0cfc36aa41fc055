//! 形势网上判: every indicator as a small function over the facts of a petition, and the facts as a fold
//! over its events (docs/rules.md 4). Formulas stand here once, in code and in words; storage keeps facts,
//! and the edge shows what [`tabulate`] counts.

mod charge;
mod compared;
mod facts;
mod fold;
mod indicator;
mod marks;
mod rules;
mod shared;
mod table;
mod warning;
mod way;
mod yearly;

pub use charge::Charge;
pub use compared::{Beside, Difference, compared};
pub use facts::{
    Contracted, Due, Evaluation, Facts, Item, Leaving, Left, Order, Recommendation, Rework, Routed,
    Satisfaction, Session, Target,
};
pub use fold::{FOLD, Moment, heeds};
pub use indicator::{Both, Indicator, IndicatorId, Period, Signal, Unit};
pub use marks::{Counting, Mark, Part};
pub use rules::Rules;
pub use shared::{Contact, shared_contacts};
pub use table::{By, Cell, Question, Rate, Table, Tally, drill, signals_of, tabulate};
pub use warning::{Limits, Named, Warning, WarningKind, warnings};
pub use way::{Behind, Step};
pub use yearly::{Complained, Field, Yearly, yearly};

#[cfg(test)]
mod tests;
