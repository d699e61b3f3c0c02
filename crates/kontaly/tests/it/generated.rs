//! Generated files are current.

/// The browser side's types are generated from this file.
#[test]
fn the_openapi_documents_are_current() {
    for (console, name) in [(false, "openapi.json"), (true, "console.openapi.json")] {
        let path = format!("{}/../../web/{name}", env!("CARGO_MANIFEST_DIR"));
        let kept = std::fs::read_to_string(path).expect(name);
        let document = kontaly::cmd::openapi::document(console).expect("a document");
        let current = kept.trim() == document.trim();
        assert!(current, "the API has changed: run `make types` and look at the diff");
    }
}

/// A program that generates a client names its functions after these.
#[test]
fn every_operation_has_a_name_of_its_own_a_permission_and_its_errors() {
    for (console, says_who) in [(false, "x-permission"), (true, "x-power")] {
        let document = kontaly::cmd::openapi::document(console).expect("a document");
        complete(&serde_json::from_str(&document).expect("JSON"), says_who);
    }
}

fn complete(document: &serde_json::Value, says_who: &str) {
    let mut names = std::collections::HashSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let place = format!("{method} {path}");
            let name =
                operation["operationId"].as_str().unwrap_or_else(|| panic!("{place} has no operationId"));
            assert!(names.insert(name.to_owned()), "{name} names two operations");
            assert!(
                operation.get(says_who).is_some(),
                "{place} does not say whose it is: mount it in routes.rs"
            );
            assert!(
                operation["summary"].is_string() || operation["description"].is_string(),
                "{place} says nothing"
            );
            let answers = operation["responses"].as_object().expect("responses");
            let guarded = !operation[says_who].is_null();
            assert!(!guarded || answers.contains_key("401"), "{place} does not document 401");
        }
    }
}
