//! Workbooks: read as they show, sheet by sheet; and what is none, or is made to do harm.

use super::{check_and_run, counts, id, number, rejected, run, upload};
use crate::support::{Client, Kontaly};
use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use serde_json::{Value, json};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;

/// A workbook of one sheet, whose rows are written by hand.
fn workbook(write: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    write(workbook.add_worksheet());
    workbook.save_to_buffer().expect("a workbook")
}

fn texts(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        sheet.write_string(row, column, *cell).expect("a cell");
    }
}

/// The same zip file with other texts in some parts; one that becomes nothing is left out.
fn repacked(workbook: &[u8], change: impl Fn(&str, String) -> Option<String>) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(workbook)).expect("a zip file");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        if let Some(text) = change(&name, text) {
            to.start_file(name, SimpleFileOptions::default()).expect("a part");
            to.write_all(text.as_bytes()).expect("text");
        }
    }
    to.finish().expect("a zip file").into_inner()
}

fn column<'a>(import: &'a Value, name: &str) -> &'a Value {
    let columns = import["preview"]["columns"].as_array().expect("columns");
    columns
        .iter()
        .find(|column| column["column"] == name)
        .unwrap_or_else(|| panic!("no column {name}: {columns:?}"))
}

async fn deals(ada: &Client) -> Vec<Value> {
    ada.get("/api/deals?sort=name").await.expect(200)["items"].as_array().expect("deals").clone()
}

fn deal_rows(sheet: &mut Worksheet) {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let euro = Format::new().set_num_format("#,##0.00 \"€\"");
    sheet.merge_range(0, 0, 0, 5, "Pipeline report", &Format::new()).expect("a title");
    texts(sheet, 1, &["as of November"]);
    texts(sheet, 3, &["Deal ID", "Deal name", "Stage", "Amount", "Expected close", "Comments"]);
    sheet.write_number(4, 0, 1_001.0).expect("an id");
    texts(sheet, 4, &["", "A rollout", "Proposal"]);
    sheet.write_number_with_format(4, 3, 100.0 / 3.0, &euro).expect("an amount");
    let christmas = ExcelDateTime::from_ymd(2026, 12, 24).expect("a day");
    sheet.write_datetime_with_format(4, 4, &christmas, &day).expect("a day");
    texts(sheet, 4, &["", "", "", "", "", "two\nlines"]);
    // A row without anything, then one whose amount is worked out, and one in which that went wrong.
    sheet.write_number(6, 0, 1e15).expect("an id");
    texts(sheet, 6, &["", "B ünïcode 北京", "Proposal"]);
    sheet.write_formula(6, 3, Formula::new("=2*617.25").set_result("1234.5")).expect("a formula");
    sheet.write_boolean(6, 5, true).expect("yes");
    texts(sheet, 7, &["1003", "C broken", "Proposal"]);
    sheet.write_formula(7, 3, Formula::new("=1/0").set_result("#DIV/0!")).expect("a formula");
}

#[tokio::test]
async fn a_sheet_is_read_as_it_shows() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let import = upload(&ada, "deals", workbook(deal_rows)).await.expect(201);
    let format = json!({ "sheet": "Sheet1", "sheets": ["Sheet1"], "header_row": 4 });
    assert_eq!(import["preview"]["format"], format);
    assert_eq!(import["preview"]["questions"], json!([]), "neither dates nor numbers are doubtful");
    assert_eq!(column(&import, "Expected close")["samples"], json!(["2026-12-24"]));
    assert_eq!(column(&import, "Amount")["samples"], json!(["€33.33", "1234.5", "#DIV/0!"]));
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [3, 2, 0, 0, 0, 1]);
    let wrong = &rejected(&ada, &done).await[0];
    assert_eq!(
        (&wrong["line"], &wrong["detail"]["code"]),
        (&json!(8), &json!("cell_error")),
        "by the row's number"
    );
    let deals = deals(&ada).await;
    let shown = |deal: &Value| {
        ["name", "external_id", "amount", "expected_close_date"].map(|name| deal[name].clone())
    };
    assert_eq!(shown(&deals[0]), [json!("A rollout"), json!("1001"), json!(3_333), json!("2026-12-24")]);
    assert_eq!(
        shown(&deals[1]),
        [json!("B ünïcode 北京"), json!("1000000000000000"), json!(123_450), Value::Null]
    );
    assert_eq!(deals[0]["description"], "two\nlines");
    let file = ada.get(&format!("/api/imports/{}/rejected.csv", id(&done))).await.text;
    assert!(file.contains("8,cell_error,Amount,#DIV/0!"), "{file}");
    let sheet = ada.get(&format!("/api/imports/{}/rejected.xlsx", id(&done))).await.bytes;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(sheet)).expect("a workbook");
    let rows = book.worksheet_range_at(0).expect("a sheet").expect("rows");
    assert_eq!(rows.get((1, 6)), Some(&Data::String("C broken".into())));

    let again = upload(&ada, "deals", workbook(deal_rows)).await.expect(201);
    assert_eq!(counts(&check_and_run(&ada, &again).await["counts"]), [3, 0, 0, 0, 2, 1]);
}

#[tokio::test]
async fn days_of_old_macintoshes_and_formulas_without_a_value() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let plain = workbook(|sheet| {
        texts(sheet, 0, &["Deal ID", "Deal name", "Expected close", "Comments"]);
        texts(sheet, 1, &["1", "Old"]);
        sheet
            .write_number_with_format(1, 2, 44_561.0, &Format::new().set_num_format("d-mmm-yy"))
            .expect("a day");
        texts(sheet, 2, &["2", "Unsaved"]);
        sheet.write_formula(2, 3, "=UPPER(B3)").expect("a formula");
    });
    let from_1904 = repacked(&plain, |name, text| {
        let text = if name == "xl/workbook.xml" {
            text.replace("<workbookPr", "<workbookPr date1904=\"1\"")
        } else {
            text
        };
        Some(text.replace("<v>0</v>", ""))
    });
    let import = upload(&ada, "deals", from_1904).await.expect(201);
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [2, 1, 0, 0, 0, 1]);
    assert_eq!(deals(&ada).await[0]["expected_close_date"], "2026-01-01");
    let wrong = &rejected(&ada, &done).await[0]["detail"];
    assert_eq!(
        (&wrong["code"], &wrong["value"]),
        (&json!("cell_error"), &json!("=UPPER(B3)")),
        "not silently blank"
    );
}

#[tokio::test]
async fn the_first_sheet_with_rows_is_proposed_and_another_one_can_be_chosen() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let (max, rita) = (t.sign_in("acme", "max").await, t.sign_in("acme", "rita").await);
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Blank").expect("a name");
    let hidden = book.add_worksheet().set_name("Hidden").expect("a name").set_hidden(true);
    texts(hidden, 0, &["Last name"]);
    texts(book.add_worksheet().set_name("Leads").expect("a name"), 0, &["Last name", "اسم الشركة"]);
    let people = book.add_worksheet().set_name("People & more").expect("a name");
    texts(people, 0, &["Last name", "E-mail"]);
    texts(people, 1, &["Haddad", "ines@halcyon.example"]);
    let import = upload(&ada, "leads", book.save_to_buffer().expect("a workbook")).await.expect(201);
    let format = &import["preview"]["format"];
    assert_eq!(format["sheet"], "Leads");
    assert_eq!(format["sheets"], json!(["Blank", "Hidden", "Leads", "People & more"]));
    assert_eq!(column(&import, "اسم الشركة")["filled"], 0, "headings from right to left");
    let path = format!("/api/imports/{}/sheet", id(&import));
    let choose = async |client: &Client, version: i64, sheet: &str| {
        client.put(&path, version, json!({ "sheet": sheet })).await
    };
    assert_eq!(choose(&rita, 1, "People & more").await.code(403), "forbidden");
    assert_eq!(choose(&max, 1, "People & more").await.code(404), "not_found");
    assert_eq!(choose(&ada, 1, "Nobody").await.expect(422)["fields"][0]["code"], "unknown_sheet");
    assert_eq!(choose(&ada, 1, "Blank").await.expect(422)["fields"][0]["code"], "empty_file");
    let chosen = choose(&ada, 1, "People & more").await.expect(200);
    assert_eq!((&chosen["version"], &chosen["preview"]["rows"]), (&json!(2), &json!(1)));
    assert_eq!(choose(&ada, 1, "Leads").await.code(409), "version_conflict");
    assert_eq!(counts(&check_and_run(&ada, &chosen).await["counts"]), [1, 1, 0, 0, 0, 0]);
    assert_eq!(choose(&ada, 2, "Leads").await.code(409), "import_done");
    let text = upload(&ada, "leads", "Last name\nText\n").await.expect(201);
    let path = format!("/api/imports/{}/sheet", id(&text));
    assert_eq!(
        ada.put(&path, 1, json!({ "sheet": "x" })).await.expect(422)["fields"][0]["code"],
        "no_workbook"
    );
}

#[tokio::test]
async fn a_heading_that_is_merged_downwards_is_found_above() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let file = workbook(|sheet| {
        sheet.merge_range(0, 0, 1, 0, "Company", &Format::new()).expect("a heading");
        sheet.merge_range(0, 1, 0, 3, "Person", &Format::new()).expect("a heading");
        texts(sheet, 1, &["", "First name", "Last name", "E-mail"]);
        texts(sheet, 2, &["Halcyon", "Ines", "Haddad", "ines@halcyon.example"]);
        texts(sheet, 3, &["Halcyon", "Ole", "Ny", "ole@ny.example", "", "stray"]);
    });
    let import = upload(&ada, "leads", file).await.expect(201);
    assert_eq!(column(&import, "Company")["field"], "company_name");
    let done = check_and_run(&ada, &import).await;
    assert_eq!(counts(&done["counts"]), [2, 2, 0, 0, 0, 0]);
    assert_eq!(column(&import, "column 6")["filled"], 1, "what has no heading is shown all the same");
}

/// A zip file of these parts.
fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        to.start_file(*name, SimpleFileOptions::default()).expect("a part");
        to.write_all(bytes).expect("bytes");
    }
    to.finish().expect("a zip file").into_inner()
}

/// A workbook with other XML as its sheet.
fn with_sheet(xml: String) -> Vec<u8> {
    let plain = workbook(|sheet| texts(sheet, 0, &["Last name"]));
    repacked(&plain, move |name, text| {
        Some(if name == "xl/worksheets/sheet1.xml" { xml.clone() } else { text })
    })
}

/// The head of a file of Excel 97, or of a protected one.
fn compound(stream: &str) -> Vec<u8> {
    let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    file.resize(1_024, 0);
    file[30] = 9;
    file[48] = 0;
    file.splice(512.., stream.encode_utf16().flat_map(u16::to_le_bytes));
    file.resize(2_048, 0);
    file
}

#[tokio::test]
async fn what_is_no_workbook_or_made_to_do_harm_is_refused() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let plain = workbook(|sheet| texts(sheet, 0, &["Last name", "E-mail"]));
    let rows = |cell: &str| {
        format!(
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{cell}</t></is></c></row></sheetData></worksheet>"
        )
    };
    let bomb = with_sheet(rows(&" ".repeat(100)).replace("</sheetData>", &"<row></row>".repeat(8_000_000)));
    let deep = with_sheet(format!("{}{}", "<a>".repeat(100_000), rows("x")));
    let entities =
        with_sheet(format!("<!DOCTYPE w [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>{}", rows("&b;")));
    let unknown = with_sheet(rows("&secret;"));
    let long = with_sheet(rows(&"x".repeat(6_000_000)));
    let mut false_size = plain.clone();
    // The size of the sheet, in the directory at the end.
    let name = b"xl/worksheets/sheet1.xml";
    let at = false_size.windows(name.len()).rposition(|bytes| bytes == name).expect("its entry");
    false_size[at - 46 + 24..at - 46 + 28].copy_from_slice(&7_u32.to_le_bytes());
    let many: Vec<String> = (0..10_001).map(|number| format!("{number}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    for (file, code) in [
        (zip_of(&[("word/document.xml", b"<document/>")]), "not_workbook"),
        (b"PK\x03\x04 and nothing behind it".to_vec(), "broken_workbook"),
        (plain[..plain.len() / 2].to_vec(), "broken_workbook"),
        (compound("Workbook"), "old_workbook"),
        (compound("EncryptedPackage"), "protected_workbook"),
        (workbook(|_| {}), "empty_file"),
        (bomb, "inflated_workbook"),
        (zip_of(&many), "inflated_workbook"),
        (deep, "unsafe_xml"),
        (entities, "unsafe_xml"),
        (unknown, "unsafe_xml"),
        (long, "unsafe_xml"),
        (false_size, "false_size"),
    ] {
        let problem = upload(&ada, "leads", file).await.expect(422);
        assert_eq!(problem["fields"][0]["code"], code, "{problem}");
    }
    assert_eq!(number(&t, "select count(*) from imports").await, 0);
    let far = "2100-01-01T00:00:00Z".parse().expect("an instant");
    for shelf in [kontaly::vault::Shelf::Imports, kontaly::vault::Shelf::Tables] {
        let tenant = t.person("acme", "ada").actor.tenant_id;
        let left = t.app.settings.files.written_before(tenant, shelf, far).await.expect("a list");
        assert!(left.is_empty());
    }
}

#[tokio::test]
async fn a_sheet_of_many_texts_and_pieces_comes_in_whole() {
    let t = Kontaly::start_working().await;
    let ada = t.sign_in("acme", "ada").await;
    let rows = 5_000_u32;
    let file = workbook(|sheet| {
        texts(sheet, 0, &["Id", "Name", "Description"]);
        for row in 1..=rows {
            sheet.write_number(row, 0, f64::from(row)).expect("an id");
            texts(sheet, row, &["", &format!("Firm {row}"), &format!("{row} {}", "ö😀\n".repeat(40))]);
        }
    });
    let import = upload(&ada, "companies", file).await.expect(201);
    let done = run(&ada, &import, false).await;
    assert_eq!(counts(&done["counts"]), [i64::from(rows), i64::from(rows), 0, 0, 0, 0]);
    let whole = "select count(*) from companies where name = 'Firm ' || external_id
        and description = external_id || ' ' || trim(repeat(E'ö😀\\n', 40), E'\\n')";
    assert_eq!(number(&t, whole).await, i64::from(rows));
    assert_eq!(number(&t, "select max(line) from import_rows").await, i64::from(rows) + 1);
}
