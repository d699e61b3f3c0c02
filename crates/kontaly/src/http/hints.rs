//! What a page of the browser application needs first, named in its head, so that it is on its way before any of its code
//! runs. The build says which files and questions that are (`web/build/route-hints.ts`).

use super::assets::file;
use super::pages::escape;
use serde::Deserialize;
use std::sync::LazyLock;

/// What an address needs.
#[derive(Deserialize)]
struct Hints {
    /// The address, as the router writes it.
    path: String,
    /// Files of code.
    code: Vec<String>,
    /// What the page asks the API first.
    answers: Vec<String>,
}

/// What the build says of all addresses, read once: its files are part of the program.
static BUILT_IN: LazyLock<Vec<Hints>> = LazyLock::new(read);

fn read() -> Vec<Hints> {
    let hints = file("route-hints.json").and_then(|hints| serde_json::from_slice(&hints).ok());
    hints.unwrap_or_default()
}

/// The elements of a page's head for an address, with its query: the same page under another query asks for something else.
pub(super) fn of(path: &str, query: Option<&str>) -> String {
    // A debug build takes its files from the folder, where they may have been built anew.
    let fresh = if cfg!(debug_assertions) { Some(read()) } else { None };
    let all = fresh.as_ref().unwrap_or_else(|| &*BUILT_IN);
    let found = all.iter().find_map(|hints| Some((hints, given(&hints.path, path)?)));
    let Some((hints, given)) = found else { return String::new() };
    let code =
        hints.code.iter().map(|file| format!("<link rel=\"modulepreload\" href=\"/{file}\" crossorigin>"));
    let answers = hints.answers.iter().filter(|_| query.is_none()).map(|address| {
        let address =
            given.iter().fold(address.clone(), |address, (name, value)| address.replace(name, value));
        format!("<link rel=\"preload\" as=\"fetch\" href=\"{}\" crossorigin>", escape(&address))
    });
    code.chain(answers).collect()
}

/// What a path gives for the parts of a route that begin with `$`; none where it is another route's.
fn given<'a>(route: &'a str, path: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let parts = |text: &'a str| text.split('/').filter(|part| !part.is_empty());
    if parts(route).count() != parts(path).count() {
        return None;
    }
    let mut given = Vec::new();
    for (wanted, part) in parts(route).zip(parts(path)) {
        match wanted.starts_with('$') {
            true => given.push((wanted, part)),
            false if wanted == part => {}
            false => return None,
        }
    }
    Some(given)
}

#[cfg(test)]
mod tests {
    use super::given;

    #[test]
    fn a_route_takes_its_own_paths() {
        assert_eq!(given("/", "/"), Some(vec![]));
        assert_eq!(given("/leads", "/leads/"), Some(vec![]));
        assert_eq!(given("/leads/$leadId", "/leads/7"), Some(vec![("$leadId", "7")]));
        assert_eq!(given("/leads", "/deals"), None);
        assert_eq!(given("/leads/$leadId", "/leads"), None);
    }
}
