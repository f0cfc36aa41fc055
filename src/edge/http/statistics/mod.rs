//! 形势网上判: what is asked is resolved in `ask`, counted by `domain::statistics`, shown by one file each.

mod ask;
pub mod drill;
pub mod export;
pub mod screen;
pub mod table;
pub mod warnings;
pub mod words;
pub mod yearly;
