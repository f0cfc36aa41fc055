pub mod domain;
pub mod media;
pub mod storage;
