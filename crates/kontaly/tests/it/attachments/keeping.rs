//! Who sees a file, what removing one does, and what is left when it goes for good.

use super::{PNG, files_of, id, kept, lead, objects, upload};
use crate::support::Kontaly;
use kontaly::attachments::sweep;
use kontaly::tenancy::Tenant;
use kontaly::vault::Vault;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

async fn tenant(t: &Kontaly) -> Arc<Tenant> {
    let tenants = t.app.hosts.tenants().await.expect("the tenants");
    Arc::new(tenants.into_iter().find(|tenant| tenant.slug == "acme").expect("acme"))
}

#[tokio::test]
async fn a_file_is_seen_by_whoever_sees_its_record() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let lead = lead(&rita).await;
    let file = upload(&rita, &lead, "x.png", "image/png", PNG).await.expect(201);
    let paths =
        [format!("/api/attachments/{}", id(&file)), format!("/api/attachments/{}/content", id(&file))];
    for (slug, name, sees) in
        [("acme", "ada", true), ("acme", "max", true), ("acme", "sam", false), ("beta", "ada", false)]
    {
        let person = t.sign_in(slug, name).await;
        for path in paths.iter().chain([&format!("/api/{lead}/attachments")]) {
            assert_eq!(person.get(path).await.status.as_u16(), if sees { 200 } else { 404 }, "{name} {path}");
        }
        if !sees {
            for path in ["", "/restore"] {
                let method =
                    if path.is_empty() { axum::http::Method::DELETE } else { axum::http::Method::POST };
                let answer = person.send(method, &format!("{}{path}", paths[0]), None, None).await;
                assert_eq!(answer.code(404), "not_found");
            }
            assert_eq!(upload(&person, &lead, "y", "a/b", "y").await.code(404), "not_found");
        }
    }
    // When the record changes hands, its files go along.
    let sam = t.person("acme", "sam").actor.id;
    let ada = t.sign_in("acme", "ada").await;
    ada.patch(&format!("/api/{lead}"), 1, json!({ "owner_id": sam })).await.expect(200);
    assert_eq!(rita.get(&paths[1]).await.code(404), "not_found");
    assert_eq!(t.sign_in("acme", "sam").await.get(&paths[1]).await.bytes, PNG);
}

#[tokio::test]
async fn files_of_the_directory_are_read_by_all_and_changed_by_whoever_may_change_the_record() {
    let t = Kontaly::start().await;
    let (rita, sam) = (t.sign_in("acme", "rita").await, t.sign_in("acme", "sam").await);
    let company = rita.post("/api/companies", json!({ "name": "Halcyon" })).await.expect(201);
    let record = format!("companies/{}", id(&company));
    let file = upload(&rita, &record, "x.png", "image/png", PNG).await.expect(201);
    assert_eq!(files_of(&sam, &record).await, [id(&file)]);
    assert_eq!(sam.get(&format!("/api/attachments/{}/content", id(&file))).await.bytes, PNG);
    assert_eq!(upload(&sam, &record, "y", "a/b", "y").await.code(403), "not_yours");
    assert_eq!(sam.delete(&format!("/api/attachments/{}", id(&file))).await.code(403), "not_yours");
    let ron = t.sign_in("acme", "ron").await;
    assert_eq!(upload(&ron, &record, "y", "a/b", "y").await.code(403), "forbidden");
    assert_eq!(sam.get("/api/products/0/attachments").await.status.as_u16(), 400);
}

#[tokio::test]
async fn a_file_is_renamed_removed_and_put_back_and_its_record_tells_of_it() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let lead = lead(&rita).await;
    // The same file twice is two files.
    let one = upload(&rita, &lead, "x.png", "image/png", PNG).await.expect(201);
    let two = upload(&rita, &lead, "x.png", "image/png", PNG).await.expect(201);
    assert_eq!((one["sha256"] == two["sha256"], one["id"] == two["id"]), (true, false));
    let path = format!("/api/attachments/{}", id(&one));
    let renamed = rita.patch(&path, 1, json!({ "name": "a/y.png" })).await.expect(200);
    assert_eq!((&renamed["name"], &renamed["version"]), (&json!("y.png"), &json!(2)));
    assert_eq!(rita.patch(&path, 1, json!({ "name": "z" })).await.code(409), "version_conflict");
    assert_eq!(rita.patch(&path, 2, json!({ "name": " " })).await.code(422), "invalid");
    rita.delete(&path).await.expect(200);
    rita.delete(&path).await.expect(200);
    assert_eq!(files_of(&rita, &lead).await, [id(&two)]);
    assert_eq!(rita.get(&format!("{path}/content")).await.code(404), "not_found");
    let page = rita.get("/api/trash/attachments").await.expect(200);
    let row = &page["items"][0];
    assert_eq!(
        (&row["name"], &row["detail"], &row["trashed_by"]),
        (&json!("y.png"), &json!("Haddad"), &json!(rita.id()))
    );
    assert_eq!(rita.get("/api/trash").await.expect(200)["attachments"], 1);
    rita.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!(files_of(&rita, &lead).await.len(), 2);
    let record = json!({ "id": lead.trim_start_matches("leads/") });
    let told: Vec<String> =
        t.history("acme", "rita", &record).await.into_iter().map(|(action, _)| action).collect();
    assert_eq!(told, ["create", "attach", "attach", "rename_attachment", "detach", "attach"]);
    assert_eq!(kept(&t).await, (2, 2, 2 * PNG.len() as i64), "what lies in the trash takes room too");
}

#[tokio::test]
async fn what_is_deleted_for_good_leaves_the_store() {
    let t = Kontaly::start().await;
    let (ada, rita) = (t.sign_in("acme", "ada").await, t.sign_in("acme", "rita").await);
    let (gone, stays) = (lead(&rita).await, lead(&rita).await);
    for record in [&gone, &gone, &stays, &stays] {
        upload(&rita, record, "x.png", "image/png", PNG).await.expect(201);
    }
    let single = files_of(&rita, &stays).await.remove(0);
    rita.delete(&format!("/api/attachments/{single}")).await.expect(200);
    rita.delete(&format!("/api/{gone}")).await.expect(200);
    let lead_id = gone.trim_start_matches("leads/");
    let weight = ada.post("/api/trash/leads/weight", json!({ "ids": [lead_id] })).await.expect(200);
    assert_eq!(weight["attachments"], 2);
    assert_eq!(
        ada.post("/api/trash/leads/purge", json!({ "ids": [lead_id] })).await.expect(200)["purged"],
        1
    );
    let purged = ada.post("/api/trash/attachments/purge", json!({ "ids": [single] })).await.expect(200);
    assert_eq!(purged["purged"], 1);
    assert_eq!(kept(&t).await, (1, 1, PNG.len() as i64));
    assert_eq!(objects(&t).await, 4, "they go after the commit");
    assert_eq!(sweep::drop_objects(&t.app, &tenant(&t).await).await.expect("a sweep"), 3);
    assert_eq!(sweep::drop_objects(&t.app, &tenant(&t).await).await.expect("a sweep"), 0);
    assert_eq!(objects(&t).await, 1);
    let left = files_of(&rita, &stays).await;
    assert_eq!(rita.get(&format!("/api/attachments/{}/content", left[0])).await.bytes, PNG);
}

/// Makes whatever lies below a folder years old.
fn age(folder: &std::path::Path) {
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            age(&path);
        } else {
            let file = std::fs::File::options().write(true).open(path).expect("a file");
            file.set_modified(old).expect("an age");
        }
    }
}

#[tokio::test]
async fn objects_without_a_row_go_after_a_day() {
    let folder = std::env::temp_dir().join(format!("kontaly-it-files-{}", uuid::Uuid::now_v7()));
    let vault = Vault::folder(folder.clone()).expect("a folder");
    let t = Kontaly::start().await.with_settings(|settings| settings.files = vault);
    let rita = t.sign_in("acme", "rita").await;
    let record = lead(&rita).await;
    let file: Value = upload(&rita, &record, "x.png", "image/png", PNG).await.expect(201);
    let acme = folder.join(t.person("acme", "ada").actor.tenant_id.to_string());
    std::fs::write(acme.join(uuid::Uuid::now_v7().to_string()), "an orphan").expect("an orphan");
    std::fs::write(acme.join(format!("{}#1", uuid::Uuid::now_v7())), "half").expect("half a file");
    let count = || std::fs::read_dir(&acme).expect("a folder").count();
    assert_eq!(sweep::drop_orphans(&t.app, &tenant(&t).await).await.expect("a sweep"), 0);
    assert_eq!(count(), 3, "an upload may still be under way");
    age(&folder);
    assert_eq!(sweep::drop_orphans(&t.app, &tenant(&t).await).await.expect("a sweep"), 1);
    assert_eq!(count(), 1);
    assert_eq!(rita.get(&format!("/api/attachments/{}/content", id(&file))).await.bytes, PNG);
    std::fs::remove_dir_all(folder).expect("the folder goes");
}
