//! The Host header, normalised once.

/// The longest host name there can be.
const HOST_LENGTH_MAX: usize = 253;

/// A host as the map knows it: lower case, ASCII (IDNA), no port, no trailing dot.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Host(String);

impl Host {
    /// Normalises what a client sent; `None` for anything that is not one plain host name with an optional port.
    #[must_use]
    pub fn parse(raw: &[u8]) -> Option<Self> {
        let raw = std::str::from_utf8(raw).ok()?;
        if raw.is_empty() || raw.len() > HOST_LENGTH_MAX + 7 {
            return None;
        }
        let name = match raw.split_once(':') {
            None => raw,
            // No port, or one to five digits; a second colon is an IPv6 address or a trick.
            Some((name, port)) if port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            Some(_) => return None,
        };
        let name = name.strip_suffix('.').unwrap_or(name);
        let plain = !name.is_empty()
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
            && !name.split('.').any(str::is_empty);
        if !plain {
            return None;
        }
        let ascii = idna::domain_to_ascii_strict(&name.to_lowercase()).ok()?;
        (ascii.len() <= HOST_LENGTH_MAX).then_some(Self(ascii))
    }

    /// The normalised name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the base domain: `Some("acme")` for `acme.example.com`, `Some("")` for the base itself.
    #[must_use]
    pub fn below<'a>(&'a self, base: &str) -> Option<&'a str> {
        let rest = self.0.strip_suffix(base)?;
        if rest.is_empty() { Some("") } else { rest.strip_suffix('.') }
    }
}

impl std::fmt::Display for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(raw: &str) -> Option<String> {
        Host::parse(raw.as_bytes()).map(|host| host.0)
    }

    #[test]
    fn case_port_and_trailing_dot_go() {
        for raw in [
            "acme.localhost",
            "ACME.localhost",
            "acme.localhost:8080",
            "acme.localhost.",
            "Acme.LocalHost.:80",
            "acme.localhost:",
        ] {
            assert_eq!(parsed(raw).as_deref(), Some("acme.localhost"), "{raw}");
        }
        assert_eq!(parsed("bücher.example").as_deref(), Some("xn--bcher-kva.example"));
    }

    #[test]
    fn anything_else_is_no_host() {
        for raw in [
            "",
            ".",
            "..",
            "acme..localhost",
            ".acme.localhost",
            "acme.localhost..",
            "acme.localhost:80:80",
            "acme.localhost:x",
            "acme.localhost:808080",
            "user@acme.localhost",
            "acme.localhost/x",
            "acme.localhost?x",
            "acme.localhost#x",
            "acme localhost",
            " acme.localhost",
            "acme.localhost ",
            "acme.localhost\t",
            "[::1]",
            "acme,beta",
            "acme%2elocalhost",
            "acme\\.localhost",
            "http://acme.localhost",
            "acme.localhost\0",
            "*.localhost",
            "acme_1.localhost",
        ] {
            assert_eq!(parsed(raw), None, "{raw:?}");
        }
        assert_eq!(Host::parse(b"acme\xff.localhost"), None);
        assert_eq!(
            parsed(&format!("{}.localhost", "a".repeat(64))),
            None,
            "a label has 63 characters at most"
        );
    }

    #[test]
    fn the_part_below_the_base_is_exact() {
        let below = |raw: &str| {
            Host::parse(raw.as_bytes()).and_then(|host| host.below("example.com").map(str::to_owned))
        };
        assert_eq!(below("acme.example.com").as_deref(), Some("acme"));
        assert_eq!(below("example.com").as_deref(), Some(""));
        assert_eq!(below("a.b.example.com").as_deref(), Some("a.b"));
        assert_eq!(below("acmeexample.com"), None);
        assert_eq!(below("example.com.evil.org"), None);
    }
}
