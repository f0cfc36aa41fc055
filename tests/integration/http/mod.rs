//! The REST API as a stranger sees it.

mod openapi_document;
