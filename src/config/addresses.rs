//! Addresses in the configuration, understood at the start: what is compared by letter later must be written as browsers
//! write it, and a URL that its driver would misread is refused by the name of its key.

use super::{Config, ConfigError};
use url::Url;

impl Config {
    /// With the addresses of pages in the form that browsers have.
    ///
    /// # Errors
    /// One of them, or the URL of the database, is no such address.
    pub(super) fn with_addresses(mut self) -> Result<Self, ConfigError> {
        let server = &mut self.server;
        if !server.public_url.is_empty() {
            server.public_url = origin("public_url", &server.public_url)?;
        }
        for own in &mut server.origins {
            *own = origin("origins", own)?;
        }
        check_database(&self.database.url)?;
        Ok(self)
    }
}

/// As a browser names where a page is from: scheme, host in small letters, and the port unless it is the scheme's own.
fn origin(key: &str, text: &str) -> Result<String, ConfigError> {
    let wrong = |why: &str| {
        ConfigError::Wrong(format!(
            "[server] {key}: \"{text}\" {why}; write it like https://jiefang.example.gov.cn or http://10.20.0.5:8080"
        ))
    };
    let url = Url::parse(text.trim()).map_err(|why| wrong(&format!("is no address of pages ({why})")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong("begins with neither http:// nor https://"));
    }
    let more = url.query().is_some() || url.fragment().is_some() || url.password().is_some();
    if url.path() != "/" || more || !url.username().is_empty() {
        return Err(wrong("has more than scheme, host and port"));
    }
    Ok(url.origin().ascii_serialization())
}

/// What is wrong is said without the URL: the password stands in it.
fn check_database(text: &str) -> Result<(), ConfigError> {
    if text.is_empty() || text.starts_with("sqlite:") {
        return Ok(());
    }
    let wrong = |why: &str| {
        ConfigError::Wrong(format!(
            "[database] url: {why}. It is written postgres://user:password@host/database; in user and password # is \
                written %23, / %2F, ? %3F, @ %40, : %3A and % %25"
        ))
    };
    let url = Url::parse(text).map_err(|why| wrong(&why.to_string()))?;
    if !matches!(url.scheme(), "postgres" | "postgresql") {
        return Err(wrong("it does not begin with postgres://"));
    }
    // A password that begins with digits passes for a port up to its first `/`, `?` or `#`.
    let after = [Some(url.path()), url.query(), url.fragment()];
    if after.into_iter().flatten().any(|part| part.contains('@')) {
        return Err(wrong("an @ stands behind the host"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_what_browsers_make_of_it() {
        for (written, origin_of_it) in [
            ("https://jiefang.example.gov.cn", "https://jiefang.example.gov.cn"),
            ("https://jiefang.example.gov.cn/", "https://jiefang.example.gov.cn"),
            ("https://Jiefang.Example.gov.cn:443", "https://jiefang.example.gov.cn"),
            ("HTTP://10.20.0.5:80/", "http://10.20.0.5"),
            ("http://10.20.0.5:8080", "http://10.20.0.5:8080"),
            ("https://[2001:DB8::7]:8443", "https://[2001:db8::7]:8443"),
            ("https://接访.example", "https://xn--gzuq60g.example"),
        ] {
            assert_eq!(origin("public_url", written).unwrap(), origin_of_it);
        }
    }

    #[test]
    fn an_address_that_would_lock_everybody_out_is_refused_by_its_key() {
        for written in [
            "jiefang.example",
            "jiefang.example:8443",
            "localhost:8080",
            "ftp://jiefang.example",
            "https://",
            "https://jiefang.example/desk",
            "https://jiefang.example/?from=portal",
            "https://admin@jiefang.example",
        ] {
            let refused = origin("origins", written).unwrap_err().to_string();
            assert!(refused.contains("[server] origins") && refused.contains(written), "{refused}");
        }
    }

    #[test]
    fn a_password_that_cuts_its_url_is_refused_without_being_shown() {
        for good in [
            "",
            "sqlite:data/lianjie.db",
            "postgres://lianjie:hush@localhost/lianjie",
            "postgresql://lianjie:hu%23sh@db.example:5433/lianjie?sslmode=require",
            "postgres:///lianjie?host=/run/postgresql",
        ] {
            check_database(good).unwrap();
        }
        for bad in [
            "postgres://lianjie:hu#sh@localhost/lianjie",
            "postgres://lianjie:hu/sh@localhost/lianjie",
            "postgres://lianjie:hu?sh@localhost/lianjie",
            "postgres://lianjie:12/hush@localhost/lianjie",
            "mysql://lianjie:hush@localhost/lianjie",
            "localhost/lianjie",
        ] {
            let refused = check_database(bad).unwrap_err().to_string();
            assert!(refused.contains("[database] url") && refused.contains("%23"), "{refused}");
            assert!(!refused.contains("sh@") && !refused.contains("hush"), "{refused}");
        }
    }
}
