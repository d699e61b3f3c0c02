//! Generated files are current.

/// The browser side's types are generated from this file.
#[test]
fn the_openapi_document_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/openapi.json");
    let kept = std::fs::read_to_string(path).expect("web/openapi.json");
    let document = kontaly::cmd::openapi::document().expect("a document");
    let current = kept.trim() == document.trim();
    assert!(current, "the API has changed: run `make types` and look at the diff");
}

/// A program that generates a client names its functions after these.
#[test]
fn every_operation_has_a_name_of_its_own_a_permission_and_its_errors() {
    let document: serde_json::Value =
        serde_json::from_str(&kontaly::cmd::openapi::document().expect("a document")).expect("JSON");
    let mut names = std::collections::HashSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let place = format!("{method} {path}");
            let name =
                operation["operationId"].as_str().unwrap_or_else(|| panic!("{place} has no operationId"));
            assert!(names.insert(name.to_owned()), "{name} names two operations");
            assert!(
                operation.get("x-permission").is_some(),
                "{place} says no permission: mount it in routes.rs"
            );
            assert!(
                operation["summary"].is_string() || operation["description"].is_string(),
                "{place} says nothing"
            );
            let answers = operation["responses"].as_object().expect("responses");
            let guarded = !operation["x-permission"].is_null();
            assert!(!guarded || answers.contains_key("401"), "{place} does not document 401");
        }
    }
}
