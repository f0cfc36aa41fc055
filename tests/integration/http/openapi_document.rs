use lianjie::edge::openapi::document;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json");

/// With `LIANJIE_GEN` set it writes the document instead: that is what `make gen` does.
#[test]
fn the_committed_document_is_what_the_server_serves() {
    let served = document();
    if std::env::var_os("LIANJIE_GEN").is_some() {
        std::fs::write(PATH, served).unwrap();
        return;
    }
    let committed = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(committed == served, "docs/openapi.json is stale: run `make gen`");
}
