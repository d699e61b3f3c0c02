//! Tidiness that nobody has to remember: module docs, the direction of imports, SQL in stores alone.

use std::fs;
use std::path::{Path, PathBuf};

/// Lines of a source file at most. The good ones are near a hundred.
const FILE_LINES_MAX: usize = 600;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(&path).expect("a source file")));
        }
    }
}

fn crate_sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for crate_folder in fs::read_dir(root().join("crates")).expect("crates") {
        let folder = crate_folder.expect("an entry").path();
        for part in ["src", "tests"] {
            if folder.join(part).is_dir() {
                sources(&folder.join(part), &mut found);
            }
        }
    }
    assert!(found.len() > 50, "the walk finds the sources");
    found
        .into_iter()
        .map(|(name, text)| (name.trim_start_matches("crates/kontaly/../../").to_owned(), text))
        .collect()
}

#[test]
fn every_module_says_what_it_is_for() {
    for (name, text) in crate_sources() {
        assert!(text.starts_with("//! "), "{name} does not begin with a module doc");
        assert!(
            text.lines().count() <= FILE_LINES_MAX,
            "{name} is longer than {FILE_LINES_MAX} lines: split it"
        );
    }
}

#[test]
fn only_the_database_crate_names_the_driver() {
    for (name, text) in crate_sources() {
        let own = name.contains("kontaly-db/") || name.ends_with("tests/it/tidy.rs");
        assert!(own || !text.contains("tokio_postgres"), "{name} names the database driver");
    }
    for manifest in ["kontaly", "kontaly-access", "kontaly-local"] {
        let text =
            fs::read_to_string(root().join(format!("crates/{manifest}/Cargo.toml"))).expect("a manifest");
        assert!(
            !text.contains("postgres-types") && !text.contains("tokio-postgres"),
            "{manifest} depends on the driver"
        );
    }
}

#[test]
fn handlers_hold_no_sql_and_stores_no_http() {
    for (name, text) in crate_sources().iter().filter(|(name, _)| name.contains("crates/kontaly/src/")) {
        let file = name.rsplit('/').next().unwrap_or_default();
        if file == "http.rs" {
            for word in ["insert into ", "update users", " from leads", "delete from "] {
                assert!(!text.contains(word), "{name} holds SQL ({word:?}): it belongs into the store");
            }
        }
        if file == "store.rs" || file == "rules.rs" {
            assert!(!text.contains("use axum"), "{name} names the web framework");
        }
    }
}

#[test]
fn the_pure_crate_is_pure() {
    let text = fs::read_to_string(root().join("crates/kontaly-access/Cargo.toml")).expect("a manifest");
    let dependencies: Vec<_> = text
        .lines()
        .skip_while(|line| *line != "[dependencies]")
        .skip(1)
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(dependencies.len(), 3, "serde, utoipa and uuid, and nothing that does I/O: {dependencies:?}");
}

#[test]
fn the_repository_names_no_registry() {
    let hosts = [
        concat!("registry.", "npmjs"),
        concat!("static.", "crates.io"),
        concat!("pypi.", "org"),
        concat!("deb.", "debian.org"),
    ];
    let files = [
        "Makefile",
        "README.md",
        "CONTRIBUTING.md",
        "web/package-lock.json",
        "web/package.json",
        "Cargo.toml",
    ];
    for file in files {
        let text = fs::read_to_string(root().join(file)).unwrap_or_default();
        for host in hosts {
            assert!(!text.contains(host), "{file} names {host}");
        }
    }
}

/// Two schemas of one name become one in the OpenAPI document, and a client of one endpoint gets the other's type.
#[test]
fn every_schema_has_a_name_of_its_own() {
    let mut places = std::collections::HashMap::new();
    for (name, text) in crate_sources().iter().filter(|(name, _)| name.contains("crates/kontaly/src/")) {
        let mut derived = false;
        for line in text.lines().map(str::trim) {
            derived |= line.starts_with("#[derive(") && line.contains("ToSchema");
            let declared = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
            let Some(declared) = declared.filter(|_| derived) else { continue };
            derived = false;
            let schema = declared.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned();
            if let Some(other) = places.insert(schema.clone(), name.clone()) {
                panic!("{schema} is declared in {other} and in {name}");
            }
        }
    }
    assert!(places.len() > 20, "the walk finds the schemas");
}
