//! The certificate: from files, or self-signed and kept in the data folder.

use crate::config::{TlsConfig, TlsMode};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use std::{
    fs, io,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("cannot read {}", path.display())]
    Unreadable { path: PathBuf, source: rustls::pki_types::pem::Error },
    #[error("cannot write {}", path.display())]
    Unwritable { path: PathBuf, source: io::Error },
    #[error("the certificate and its key are not usable together")]
    Mismatch(#[source] rustls::Error),
    #[error("could not make a self-signed certificate")]
    SelfSigned(#[source] rcgen::Error),
}

/// What the listener speaks; none with TLS off. `addresses` are this machine's own, for a self-signed
/// certificate.
///
/// # Errors
/// Files that cannot be read or written, or that do not belong together.
pub fn server_config(
    config: &TlsConfig,
    data: &Path,
    addresses: &[IpAddr],
) -> Result<Option<Arc<ServerConfig>>, TlsError> {
    let (certificate, key) = match config.mode {
        TlsMode::Off => return Ok(None),
        TlsMode::Files => (config.certificate.clone(), config.key.clone()),
        TlsMode::SelfSigned => self_signed(config, data, addresses)?,
    };
    load(&certificate, &key).map(Some)
}

fn load(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, TlsError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| TlsError::Unreadable { path, source }
    };
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(unreadable(certificate))?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(unreadable(key))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Mismatch)?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(TlsError::Mismatch)?;
    // TURN first (RFC 7443): some of its clients name both, and no browser asks for a page by it.
    tls.alpn_protocols = vec![b"stun.turn".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(tls))
}

/// Paths of the self-signed pair, made on first use.
fn self_signed(
    config: &TlsConfig,
    data: &Path,
    addresses: &[IpAddr],
) -> Result<(PathBuf, PathBuf), TlsError> {
    let folder = data.join("tls");
    let (certificate, key) = (folder.join("self-signed.pem"), folder.join("self-signed.key"));
    if certificate.exists() && key.exists() {
        return Ok((certificate, key));
    }
    let mut names = vec!["localhost".to_owned()];
    names.extend(config.names.iter().cloned());
    names.extend(addresses.iter().map(ToString::to_string));
    let pair = rcgen::generate_simple_self_signed(names).map_err(TlsError::SelfSigned)?;
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        move |source| TlsError::Unwritable { path, source }
    };
    fs::create_dir_all(&folder).map_err(unwritable(&folder))?;
    crate::files::write_secret(&key, pair.signing_key.serialize_pem().as_bytes())
        .map_err(unwritable(&key))?;
    fs::write(&certificate, pair.cert.pem()).map_err(unwritable(&certificate))?;
    Ok((certificate, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(mode: TlsMode) -> TlsConfig {
        TlsConfig { mode, ..TlsConfig::default() }
    }

    #[test]
    fn a_self_signed_pair_is_made_once_and_kept() {
        let data = tempfile::tempdir().unwrap();
        let first = server_config(&config(TlsMode::SelfSigned), data.path(), &[]).unwrap();
        let made = fs::read(data.path().join("tls/self-signed.pem")).unwrap();
        let second = server_config(&config(TlsMode::SelfSigned), data.path(), &[]).unwrap();
        assert!(first.is_some() && second.is_some());
        assert_eq!(made, fs::read(data.path().join("tls/self-signed.pem")).unwrap());
    }

    #[test]
    fn a_missing_file_is_named() {
        let data = tempfile::tempdir().unwrap();
        let config = TlsConfig { certificate: "no/such.pem".into(), ..config(TlsMode::Files) };
        let error = server_config(&config, data.path(), &[]).unwrap_err().to_string();
        assert!(error.contains("no/such.pem"), "{error}");
    }
}
