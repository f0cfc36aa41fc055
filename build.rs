//! Finds the built web client that goes into the binary: `WEB_DIST`, else `web/dist`, else a page that
//! says how to build it. Never builds it itself: `make` does, before cargo.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

const PLACEHOLDER: &str = "<!doctype html><meta charset=utf-8><title>Lianjie</title>\
<p>The web client was not built into this server. Run <code>make web</code>, then build again.</p>\n";

fn main() {
    // `scripts/build-web` touches this file: cargo has no way to wait for a folder that is not there yet.
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=WEB_DIST");
    // `sqlx::migrate!` watches the files it has seen, not the folder: a new one must compile it again.
    println!("cargo:rerun-if-changed=migrations");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let given = env::var_os("WEB_DIST").map(PathBuf::from);
    let dist = given.unwrap_or_else(|| root.join("web/dist"));
    let folder = if is_built(&dist) {
        println!("cargo:rerun-if-changed={}", dist.display());
        dist
    } else {
        println!("cargo:warning=no web client in {}: a placeholder page is embedded", dist.display());
        placeholder()
    };
    println!("cargo:rustc-env=WEB_EMBED_DIR={}", folder.display());
}

fn is_built(dist: &Path) -> bool {
    ["citizen", "desk"].iter().all(|entry| dist.join(entry).join("index.html").is_file())
}

fn placeholder() -> PathBuf {
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("placeholder");
    for entry in ["citizen", "desk"] {
        let entry = folder.join(entry);
        fs::create_dir_all(&entry).expect("OUT_DIR is writable");
        fs::write(entry.join("index.html"), PLACEHOLDER).expect("OUT_DIR is writable");
    }
    folder
}
