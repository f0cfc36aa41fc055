//! Statistics at hand: facts of petitions in memory, each chain brought up to its head before it is asked,
//! and tables as sheets. Counting itself is `domain::statistics`.

mod book;
mod charge;
mod count;
mod sheet;

pub use book::Book;
pub use charge::warning_key;
pub use count::count;
pub use sheet::{Column, Note, Sheet, SheetError, Value, workbook};
