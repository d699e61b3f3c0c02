//! What the sample records tell: five customers of a business that could be anybody's. Days are relative to the day on
//! which they are made; amounts are in hundreds of the smallest unit, which suits currencies with and without cents.

/// Name, industry, people, city, country, lifecycle stage.
pub(super) type Company = (&'static str, &'static str, i32, &'static str, &'static str, &'static str);

pub(super) const COMPANIES: [Company; 5] = [
    ("Harbour & Pine", "Furniture", 120, "Hamburg", "Germany", "opportunity"),
    ("Nordlicht Energie", "Energy", 850, "Kiel", "Germany", "opportunity"),
    ("Atelier Moreau", "Design", 14, "Lyon", "France", "opportunity"),
    ("Quayside Timber", "Construction", 60, "Bristol", "United Kingdom", "opportunity"),
    ("Verde Alimentari", "Food", 230, "Parma", "Italy", "customer"),
];

/// First name, last name, position, e-mail address; one in each company, in the same order.
pub(super) type Contact = (&'static str, &'static str, &'static str, &'static str);

pub(super) const CONTACTS: [Contact; 5] = [
    ("Ines", "Haddad", "Head of purchasing", "ines.haddad@harbour-pine.example"),
    ("Jonas", "Petersen", "Plant manager", "jonas.petersen@nordlicht.example"),
    ("Claire", "Moreau", "Owner", "claire@atelier-moreau.example"),
    ("Tom", "Ashby", "Managing director", "tom.ashby@quayside-timber.example"),
    ("Giulia", "Verdi", "Buyer", "giulia.verdi@verde.example"),
];

/// Days ago, first name, last name, company, e-mail address, status, source, score.
pub(super) type Lead =
    (i64, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, i64);

pub(super) const LEADS: [Lead; 6] = [
    (1, "Nora", "Quill", "Lantern Books", "nora@lantern-books.example", "new", "Website", 62),
    (2, "Leo", "Brandt", "Brandt Optik", "leo@brandt-optik.example", "new", "Website", 35),
    (6, "Samir", "Aziz", "Aziz Bau", "samir@aziz-bau.example", "contacted", "Trade fair", 48),
    (9, "Petra", "Lindqvist", "Fjord Outdoor", "petra@fjord-outdoor.example", "qualified", "Referral", 81),
    (21, "Aoife", "Byrne", "Byrne & Daughters", "aoife@byrne.example", "nurture", "Newsletter", 55),
    (34, "Hugo", "Silva", "Mar Azul", "hugo@mar-azul.example", "unqualified", "Website", 18),
];

/// Where a deal stands.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// How far along the open stages it is, in percent of them.
    Open(usize),
    Won,
    /// And why.
    Lost(&'static str),
}

/// A deal with a company and its contact.
pub(super) struct Deal {
    pub name: &'static str,
    pub company: usize,
    pub place: Place,
    /// Days since it was opened, and since it came into its stage.
    pub opened: i64,
    pub entered: i64,
    /// Days until it is to be won.
    pub closes: i64,
    pub amount: i64,
}

const fn deal(name: &'static str, company: usize, place: Place, days: (i64, i64, i64), amount: i64) -> Deal {
    Deal { name, company, place, opened: days.0, entered: days.1, closes: days.2, amount }
}

pub(super) const DEALS: [Deal; 7] = [
    deal("Showroom refit", 0, Place::Open(0), (6, 6, 60), 18_500),
    deal("Oak for the pier", 3, Place::Open(34), (14, 9, 40), 31_000),
    deal("Autumn catalogue", 2, Place::Open(67), (20, 4, 25), 7_200),
    deal("Maintenance contract", 1, Place::Open(100), (55, 2, 12), 64_000),
    deal("Spare parts for the plant", 1, Place::Open(34), (11, 11, 45), 12_400),
    deal("Shelf labels", 4, Place::Won, (48, 9, -9), 9_800),
    deal("Packing line", 4, Place::Lost("Price"), (70, 20, -20), 42_000),
];

/// Which record an activity is on.
#[derive(Clone, Copy)]
pub(super) enum On {
    Deal(usize),
    Lead(usize),
}

/// Kind, subject, what it says, on what, day and hour, minutes; what is in the future is still to be done.
pub(super) type Activity = (&'static str, &'static str, Option<&'static str>, On, (i64, i8), Option<i32>);

pub(super) const ACTIVITIES: [Activity; 11] = [
    (
        "meeting",
        "First visit in the showroom",
        Some("They want it done before the spring fair."),
        On::Deal(0),
        (-5, 14),
        Some(60),
    ),
    ("task", "Send the floor plan back with prices", None, On::Deal(0), (1, 10), None),
    (
        "call",
        "Which wood, and how much of it",
        Some("Untreated oak, about 40 m³. Delivery by ship."),
        On::Deal(1),
        (-9, 11),
        Some(18),
    ),
    ("meeting", "See the pier together", None, On::Deal(1), (3, 9), Some(90)),
    (
        "email",
        "Proposal for the autumn catalogue",
        Some("Sent with three paper samples."),
        On::Deal(2),
        (-4, 16),
        None,
    ),
    ("task", "Ask Claire which paper she likes", None, On::Deal(2), (2, 11), None),
    (
        "call",
        "Terms of the contract",
        Some("Legal is fine with it. They ask for 60 days to pay."),
        On::Deal(3),
        (-2, 9),
        Some(24),
    ),
    ("task", "Answer about 60 days to pay", None, On::Deal(3), (0, 17), None),
    ("note", "Jonas prefers to be called before nine.", None, On::Deal(3), (-30, 8), None),
    (
        "call",
        "What does Fjord need?",
        Some("200 jackets a season, with their own label."),
        On::Lead(3),
        (-7, 15),
        Some(12),
    ),
    ("task", "Call Nora back", None, On::Lead(0), (0, 15), None),
];
