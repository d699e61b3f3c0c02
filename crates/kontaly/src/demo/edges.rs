//! Rows at the edges: names and sums that break what was not built for them. A few stand in every workspace, so that
//! whoever looks at a page sees them there.

use super::activities::{self, On};
use super::calendar::{plus_days, working_day_until};
use super::companies::{self, Company};
use super::contacts::{self, Contact};
use super::deals;
use super::history::Step;
use super::leads;
use super::people::slug;
use super::places::GERMANY;
use super::plan::Plan;
use super::rng::Rng;
use super::workspace::Workspace;
use jiff::{Timestamp, ToSpan};

/// Twelve digits, in minor units.
pub(super) const TWELVE_DIGITS: i64 = 123_456_789_012;

/// Companies: what they are called, and what is written about them.
#[rustfmt::skip]
const COMPANIES: &[(&str, &str)] = &[
    ("Þórshöfn Óðinn & Ægir ehf.", "Diacritics: Ærø, Łódź, Đồng Nai, Čačak, İzmir, œuvre."),
    ("上海晨曦国际贸易有限公司", "一家位于浦东的贸易公司。"),
    ("شركة النخيل للتجارة", "شركة تجارية في دبي. الهاتف في الصباح فقط."),
    ("L'Atelier d'Ébène", "Apostrophes: it's, they're, l'été, 'quoted', and a \"double\" one."),
    ("<b>Bold & Sons</b>", "<script>alert('not run')</script> & <img src=x onerror=alert(1)>"),
    ("🌵 Cactus & Co 🌵", "Emoji, a family of four among them: 👨‍👩‍👧‍👦, and a flag: 🇯🇵."),
    ("=SUM(A1:A9) Accounting", "=HYPERLINK(\"https://example.com\";\"click\") +1 -1 @now"),
];

/// Contacts: first name, last name, what is written about them.
#[rustfmt::skip]
const CONTACTS: &[(&str, &str, &str)] = &[
    ("Zoë", "Łukasiewicz-Ñandú", "All at once: ÅÄÖ ßẞ ŐŰ çğış ñ ř ů."),
    ("静怡", "欧阳", "中文姓名，繁體也可以：歐陽靜怡。"),
    ("محمد", "الحسيني", "يكتب من اليمين إلى اليسار, mixed with English."),
    ("נועה", "בן־דוד", "עברית, with a maqaf in the name."),
    ("Robin 🚀", "Carter", "Signs every e-mail with 🙏🏽✨."),
    ("Siobhán", "O'Brien-D'Arcy", "Two apostrophes and a hyphen."),
    ("<i>Ivy</i>", "</td><td>Tables", "&lt;already escaped&gt; and <not escaped>"),
    ("=1+1", "@Formula", "+49 is how a telephone number begins, and a formula too."),
    ("Robert'); DROP TABLE leads;--", "Tables", "A backslash: C:\\new\\table, a tab:\tand\na second line."),
    ("", "Null", "A family name that programs take for nothing."),
    ("X", "", "One letter is a name."),
    ("Wolfeschlegelsteinhausenbergerdorff Maximiliana Theodora Philippa Alexandrina", "von und zu Hohenfelsenburg-Schwarzenstein auf Wilhelmsruh an der Oberen Saale", "Long enough to need an ellipsis."),
];

/// Leads: last name, company.
#[rustfmt::skip]
const LEADS: &[(&str, &str)] = &[
    ("=SUM(1+1)*cmd|' /C calc'!A0", "Spreadsheet Ltd"),
    ("Çağdaş Öğütücü", "Öğütücü Gıda A.Ş."),
    ("김 서연", "서울상사"),
    ("سارة القحطاني", "مكتب الرياض"),
    ("O'Neill 🍀", "<marquee>Fast & Loose</marquee>"),
];

/// Adds them to a workspace.
pub(super) fn add(plan: &Plan, workspace: &mut Workspace) {
    let mut rng = plan.rng("edges");
    let calendar = &plan.calendar;
    let day = plus_days(calendar.start, 30);
    let at = calendar.at(working_day_until(day), 10, 0, 0);
    for (place, (name, text)) in COMPANIES.iter().enumerate() {
        let mut row = companies::blank(plan, &mut rng, name, at);
        row.description = Some((*text).to_owned());
        row.owner_id = owner(plan, place);
        if place == 0 {
            row.annual_revenue = Some(TWELVE_DIGITS);
            row.annual_revenue_currency = Some(plan.trade.currency);
        }
        let domain = format!("edge{place}.example");
        workspace.companies.push(Company {
            row,
            short: (*name).to_owned(),
            country: &GERMANY,
            domain,
            mail_style: 0,
        });
    }
    let first = workspace.companies.len() - COMPANIES.len();
    for (place, (given, family, text)) in CONTACTS.iter().enumerate() {
        let at_company = first + place % COMPANIES.len();
        let mut row = contacts::blank(plan, &mut rng, given, family, at);
        row.description = Some((*text).to_owned());
        let mut contact = Contact::of(row, at_company, &workspace.companies[at_company]);
        let local = slug(&format!("{given} {family}"));
        let local = if local.is_empty() { "info" } else { local.get(..40).unwrap_or(&local) };
        contact.email(&mut rng, "work", format!("{local}@edge{}.example", place % COMPANIES.len()));
        workspace.contacts.push(contact);
    }
    for (place, (name, company)) in LEADS.iter().enumerate() {
        let mut row = leads::blank(plan, &mut rng, "", name, at);
        row.company_name = Some((*company).to_owned());
        row.owner_id = owner(plan, place);
        row.source = Some(plan.trade.sources[0].1);
        if place == 0 {
            row.amount = Some(TWELVE_DIGITS);
            row.currency = Some(plan.trade.currency);
        }
        workspace.leads.push(row);
    }
    add_deals(plan, &mut rng, workspace, at);
    trash(plan, workspace);
}

/// Takes turns through the people who sell.
fn owner(plan: &Plan, place: usize) -> Option<kontaly_access::UserId> {
    let sellers: Vec<_> = plan.ground.people.iter().filter(|member| member.role.can_write()).collect();
    sellers.get(place % sellers.len()).map(|member| member.id)
}

/// An amount of 0 that was won, an open deal whose amount nobody knows, and in the currency without a smaller unit
/// twelve digits, lost in the first days of the history, where they stand outside of a year's charts.
fn add_deals(plan: &Plan, rng: &mut Rng, workspace: &mut Workspace, long_ago: Timestamp) {
    let stage = |kind: &str| plan.ground.stages.iter().position(|stage| stage.kind == kind).unwrap_or(0);
    let recent = plan.calendar.at(plus_days(plan.calendar.today, -9), 9, 30, 0);
    let mut wanted = vec![
        ("🎁 Pilot at no charge", "won", Some(0), recent),
        ("=SUM(B2:B9) שלום 你好 O'Hara", "open", None, recent),
    ];
    if plan.trade.minor == 1 {
        wanted.push(("\"Everything, everywhere\" <framework>", "lost", Some(TWELVE_DIGITS), long_ago));
    }
    let first = workspace.companies.len() - COMPANIES.len();
    for (place, (name, kind, amount, begun)) in wanted.into_iter().enumerate() {
        let mut steps = vec![Step { at: begun, stage: stage("open"), amount, expected: None }];
        if kind != "open" {
            steps.push(Step { at: begun + 49.hours(), stage: stage(kind), amount, expected: None });
        }
        let made = deals::from_steps(plan, rng, name.to_owned(), steps, owner(plan, place));
        let Some(mut deal) = made else { continue };
        deal.company = first + place;
        deal.row.company_id = Some(workspace.companies[deal.company].row.id);
        let on = On::Deal(deal.row.id);
        let mut note =
            activities::blank(plan, rng, "note", format!("About {name}"), on, deal.row.owner_id, begun);
        note.body =
            Some("<script>alert('a note')</script>\n=SUM(1;2)\nשורה מימין לשמאל\n終わり 🏁".to_owned());
        workspace.activities.push(note);
        workspace.deals.push(deal);
    }
}

/// A few records are in the trash, so that it is not empty.
fn trash(plan: &Plan, workspace: &mut Workspace) {
    let at = plan.calendar.at(plan.calendar.yesterday(), 16, 20, 0);
    for lead in workspace.leads.iter_mut().filter(|lead| lead.status == "unqualified").take(4) {
        (lead.trashed_at, lead.updated_at, lead.version) = (Some(at), at, lead.version + 1);
    }
    for deal in workspace.deals.iter_mut().filter(|deal| deal.row.state == "lost").take(3) {
        let row = &mut deal.row;
        (row.trashed_at, row.updated_at, row.version) = (Some(at), at, row.version + 1);
    }
}
