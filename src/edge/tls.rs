//! The certificate: from files, or self-signed and kept in the data folder. Files that change are read again: renewing
//! a certificate interrupts nobody.

use crate::{
    config::{TlsConfig, TlsMode},
    domain::Timestamp,
};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject},
    server::{ClientHello, ParsedCertificate, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::{
    fs, io,
    net::IpAddr,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("[tls] mode = \"files\" needs both [tls] certificate and [tls] key: the paths of two PEM files")]
    NotNamed,
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
        TlsMode::Files
            if [&config.certificate, &config.key].iter().any(|path| path.as_os_str().is_empty()) =>
        {
            return Err(TlsError::NotNamed);
        }
        TlsMode::Files => (config.certificate.clone(), config.key.clone()),
        TlsMode::SelfSigned => self_signed(config, data, addresses)?,
    };
    let pair = Pair { certificate, key };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Mismatch)?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Renewable::load(pair)?));
    // TURN first (RFC 7443): some of its clients name both, and no browser asks for a page by it.
    tls.alpn_protocols = vec![b"stun.turn".to_vec(), b"http/1.1".to_vec()];
    Ok(Some(Arc::new(tls)))
}

/// Until when a certificate is good.
///
/// # Errors
/// It cannot be read.
pub fn good_until(certificate: &Path) -> Result<Timestamp, TlsError> {
    Ok(end_of(&chain(certificate)?))
}

/// Whether browsers take it for `host`, a name or an address.
///
/// # Errors
/// It cannot be read.
pub fn is_for(certificate: &Path, host: &str) -> Result<bool, TlsError> {
    let chain = chain(certificate)?;
    let parsed = chain.first().and_then(|own| ParsedCertificate::try_from(own).ok());
    let host = ServerName::try_from(host.trim_matches(['[', ']']));
    Ok(parsed
        .zip(host.ok())
        .is_some_and(|(own, host)| rustls::client::verify_server_name(&own, &host).is_ok()))
}

fn chain(certificate: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|source| TlsError::Unreadable { path: certificate.to_owned(), source })
}

/// Of one that cannot be understood: long ago.
fn end_of(chain: &[CertificateDer<'_>]) -> Timestamp {
    let own = chain.first().and_then(|own| x509_parser::parse_x509_certificate(own).ok());
    Timestamp(own.map_or(0, |(_, own)| own.validity().not_after.timestamp().saturating_mul(1000)))
}

/// Where a certificate and its key lie.
#[derive(Debug)]
struct Pair {
    certificate: PathBuf,
    key: PathBuf,
}

/// When each file was written last, and when its owner, its mode or its place changed: seconds and nanoseconds. A file
/// that could not be read is tried again once somebody lets the server read it.
type Changed = [Option<[i64; 4]>; 2];

impl Pair {
    fn changed(&self) -> Changed {
        [&self.certificate, &self.key].map(|path| {
            let about = fs::metadata(path).ok()?;
            Some([about.mtime(), about.mtime_nsec(), about.ctime(), about.ctime_nsec()])
        })
    }

    fn load(&self) -> Result<Arc<CertifiedKey>, TlsError> {
        let chain = chain(&self.certificate)?;
        let key = PrivateKeyDer::from_pem_file(&self.key)
            .map_err(|source| TlsError::Unreadable { path: self.key.clone(), source })?;
        let end = end_of(&chain).0;
        let pair = CertifiedKey::from_der(chain, key, &rustls::crypto::ring::default_provider())
            .map_err(TlsError::Mismatch)?;
        metrics::gauge!("tls_certificate_not_after_seconds").set((end / 1000) as f64);
        Ok(Arc::new(pair))
    }
}

/// What every handshake is shown: the pair as the files have it, or as they had it last while they do not fit together.
#[derive(Debug)]
struct Renewable {
    files: Pair,
    shown: Mutex<(Changed, Arc<CertifiedKey>)>,
}

impl Renewable {
    fn load(files: Pair) -> Result<Self, TlsError> {
        let changed = files.changed();
        let pair = files.load()?;
        Ok(Self { files, shown: Mutex::new((changed, pair)) })
    }

    fn shown(&self) -> Arc<CertifiedKey> {
        let changed = self.files.changed();
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.0 != changed {
            shown.0 = changed; // of files that cannot be used as well: said once
            match self.files.load() {
                Ok(pair) => {
                    tracing::info!("The certificate was renewed");
                    shown.1 = pair;
                }
                Err(error) => {
                    tracing::error!(%error, "A renewed certificate cannot be used; the one before is shown")
                }
            }
        }
        shown.1.clone()
    }
}

impl ResolvesServerCert for Renewable {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.shown())
    }
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
    fs::remove_file(&key).ok(); // without its certificate it is of no use
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

    fn made_for(folder: &Path, name: &str) -> (Pair, CertificateDer<'static>) {
        let pair = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
        let files = Pair { certificate: folder.join("own.pem"), key: folder.join("own.key") };
        fs::write(&files.certificate, pair.cert.pem()).unwrap();
        fs::write(&files.key, pair.signing_key.serialize_pem()).unwrap();
        (files, pair.cert.der().clone())
    }

    #[test]
    fn a_renewed_certificate_is_shown_once_it_fits_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let (files, first) = made_for(folder.path(), "jiefang.example");
        let shown = Renewable::load(files).unwrap();
        let is = |expected: &CertificateDer<'_>| shown.shown().end_entity_cert().unwrap() == expected;
        assert!(is(&first));
        let later = |name: &str, seconds| set_written(&folder.path().join(name), seconds);
        let elsewhere = tempfile::tempdir().unwrap();
        let (_, second) = made_for(elsewhere.path(), "jiefang.example");
        for (name, seconds, expected) in [("own.pem", 10, &first), ("own.key", 20, &second)] {
            fs::copy(elsewhere.path().join(name), folder.path().join(name)).unwrap();
            later(name, seconds);
            assert!(is(expected), "{name}");
        }
        fs::remove_file(folder.path().join("own.key")).unwrap();
        assert!(is(&second), "what is gone is not missed");
    }

    fn set_written(path: &Path, seconds: u64) {
        let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(2_000_000_000 + seconds);
        fs::File::options().append(true).open(path).unwrap().set_modified(at).unwrap();
    }

    /// As when a new key came with the wrong owner, and `chown` mends it: nobody writes to it.
    #[test]
    fn a_file_that_could_not_be_read_is_tried_again_once_it_was_touched() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (files, _) = made_for(folder.path(), "jiefang.example");
        let (key, certificate) = (files.key.clone(), files.certificate.clone());
        let shown = Renewable::load(files).unwrap();
        let (renewed, second) = made_for(elsewhere.path(), "jiefang.example");
        fs::copy(&renewed.certificate, &certificate).unwrap();
        fs::write(&key, "nobody can read this").unwrap();
        set_written(&key, 10);
        assert!(shown.shown().end_entity_cert().unwrap() != &second);
        std::thread::sleep(std::time::Duration::from_millis(30)); // longer than a tick of the file system's clock
        fs::copy(&renewed.key, &key).unwrap();
        set_written(&key, 10);
        assert!(shown.shown().end_entity_cert().unwrap() == &second);
    }

    #[test]
    fn for_whom_and_until_when_a_certificate_is_good() {
        let folder = tempfile::tempdir().unwrap();
        let (files, _) = made_for(folder.path(), "jiefang.example");
        for (host, good) in
            [("jiefang.example", true), ("other.example", false), ("10.0.0.1", false), ("", false)]
        {
            assert_eq!(is_for(&files.certificate, host).unwrap(), good, "{host}");
        }
        assert!(good_until(&files.certificate).unwrap() > Timestamp(1_795_392_000_000));
        assert_eq!(end_of(&[]), Timestamp(0));
    }

    #[test]
    fn a_missing_file_is_named() {
        let data = tempfile::tempdir().unwrap();
        for (certificate, named) in [("no/such.pem", "no/such.pem"), ("", "[tls] certificate")] {
            let (certificate, key) = (certificate.into(), "no/such.key".into());
            let config = TlsConfig { certificate, key, ..config(TlsMode::Files) };
            let error = server_config(&config, data.path(), &[]).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }
}
