//! Slugs: a tenant's part of the address.

/// Names that no tenant may have: ours, the trade's, and those that mislead.
const RESERVED: &[&str] = &[
    "about",
    "abuse",
    "account",
    "accounts",
    "admin",
    "administrator",
    "api",
    "app",
    "apps",
    "assets",
    "auth",
    "billing",
    "blog",
    "cdn",
    "console",
    "contact",
    "dashboard",
    "demo-admin",
    "dev",
    "dns",
    "docs",
    "download",
    "email",
    "example",
    "ftp",
    "git",
    "help",
    "host",
    "hostmaster",
    "imap",
    "info",
    "internal",
    "invite",
    "kontaly",
    "legal",
    "livez",
    "localhost",
    "login",
    "mail",
    "metrics",
    "mx",
    "news",
    "noreply",
    "ns1",
    "ns2",
    "operator",
    "ops",
    "pop",
    "postmaster",
    "privacy",
    "proxy",
    "public",
    "readyz",
    "register",
    "root",
    "secure",
    "security",
    "shop",
    "sign-in",
    "sign-up",
    "signin",
    "signup",
    "smtp",
    "sso",
    "staging",
    "static",
    "status",
    "support",
    "system",
    "test",
    "tls",
    "webmaster",
    "webmail",
    "www",
];

/// Why a slug is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlugError {
    /// Not 3 to 40 of `a-z`, `0-9` and inner hyphens, or an `xn--` name.
    Shape,
    /// On the reserved list, or a look-alike of a name there.
    Reserved,
}

/// Checks a slug's shape and the reserved list; whether it is free the registry says.
///
/// # Errors
/// See [`SlugError`].
pub fn check(slug: &str) -> Result<(), SlugError> {
    let bytes = slug.as_bytes();
    let shaped = (3..=40).contains(&bytes.len())
        && bytes.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && bytes[0] != b'-'
        && bytes[bytes.len() - 1] != b'-'
        && !slug.starts_with("xn--");
    if !shaped {
        return Err(SlugError::Shape);
    }
    let folded = skeleton(slug);
    if RESERVED.iter().any(|name| skeleton(name) == folded) {
        return Err(SlugError::Reserved);
    }
    Ok(())
}

/// The slug with characters folded that people take for one another; two slugs with one skeleton look alike.
#[must_use]
pub fn skeleton(slug: &str) -> String {
    slug.replace("rn", "m")
        .replace("vv", "w")
        .replace("cl", "d")
        .chars()
        .filter(|c| *c != '-')
        .map(|c| match c {
            '0' => 'o',
            '1' | 'i' => 'l',
            '5' => 's',
            '8' => 'b',
            '2' => 'z',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_checked() {
        assert_eq!(check("acme"), Ok(()));
        assert_eq!(check("a-1-b"), Ok(()));
        for bad in
            ["", "ab", "-acme", "acme-", "Acme", "ac me", "acme.x", "xn--acme", "ácme", &"a".repeat(41)]
        {
            assert_eq!(check(bad), Err(SlugError::Shape), "{bad}");
        }
    }

    #[test]
    fn reserved_names_and_their_look_alikes_are_refused() {
        for bad in ["admin", "adm1n", "ad-min", "supp0rt", "kontaiy", "adrnin"] {
            assert_eq!(check(bad), Err(SlugError::Reserved), "{bad}");
        }
    }

    #[test]
    fn look_alikes_share_a_skeleton() {
        assert_eq!(skeleton("modern"), skeleton("modem"));
        assert_eq!(skeleton("acme-1"), skeleton("acmei"));
        assert_ne!(skeleton("acme"), skeleton("acne"));
    }
}
