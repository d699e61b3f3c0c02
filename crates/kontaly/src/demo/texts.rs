//! What people write down about calls, meetings, e-mails and tasks.

use super::rng::Rng;

/// A subject, and what is written beneath it.
pub(super) type Template = (&'static str, &'static str);

/// What is put in for a template's `{company}`, `{first}`, `{product}` and `{topic}`.
pub(super) struct Words<'a> {
    /// The company, as people call it.
    pub(super) company: &'a str,
    /// The person.
    pub(super) first: &'a str,
    /// The product.
    pub(super) product: &'a str,
    /// What it was about.
    pub(super) topic: &'a str,
}

impl Words<'_> {
    /// The text with its words put in; at its beginning they are capitals.
    pub(super) fn fill(&self, template: &str) -> String {
        let mut text = template.to_owned();
        let words = [
            ("{company}", self.company),
            ("{first}", self.first),
            ("{product}", self.product),
            ("{topic}", self.topic),
        ];
        for (slot, word) in words {
            text = text.replace(slot, word);
        }
        let mut chars = text.chars();
        match chars.next() {
            Some(first) => first.to_uppercase().chain(chars).collect(),
            None => text,
        }
    }

    /// A text of a list with its words put in.
    pub(super) fn draw(&self, rng: &mut Rng, from: &[Template]) -> (String, Option<String>) {
        let (subject, body) = rng.pick(from);
        (self.fill(subject), (!body.is_empty()).then(|| self.fill(body)))
    }
}

/// Calls, before an offer is made.
#[rustfmt::skip]
pub(super) const FIRST_CALLS: &[Template] = &[
    ("First call, {company}", "Good conversation. They are looking at two other offers, ours is the only one with service nearby."),
    ("Call with {first}: {topic}", "{first} asked about the {topic}. Promised an answer by Friday."),
    ("{topic} and next steps", "Went through the {topic}. {first} brings in a colleague for the next round."),
    ("Short call: {topic}", ""),
    ("Not reached, left a message", ""),
    ("Call back: questions on {product}", "Three questions, two answered at once. Still open: the {topic}."),
    ("{first} called: {topic}", "Urgent question about the {topic}, solved on the telephone."),
    ("Who else is involved?", "{first} named three people. Purchasing comes last, the specialists first."),
    ("Call about the schedule", "They want to decide within two months, and have kept to such dates before."),
];

/// Calls about an offer.
#[rustfmt::skip]
pub(super) const LATE_CALLS: &[Template] = &[
    ("Pricing call", "{first} finds the price fair but has to show savings. Sending the calculation."),
    ("Reference call arranged", "Spoke with {first}; a customer of ours will tell them how it went."),
    ("Status call with {first}", "No change on their side. Decision moved by about two weeks because of holidays."),
    ("Negotiation by telephone", "Asked for another 5 %. Offered longer payment terms instead, and {first} liked that."),
    ("Last questions: {topic}", "Answered on the spot. {first} now has everything for the committee."),
    ("{first} called: {topic}", "Urgent question about the {topic}, solved on the telephone."),
    ("Not reached, left a message", ""),
    ("Pricing and rollout order", "Agreed on the order of things. Price is down to a rounding question."),
    ("Asked for the decision", "Next Thursday, says {first}. Sounded confident."),
];

/// Meetings, before an offer is made.
#[rustfmt::skip]
pub(super) const FIRST_MEETINGS: &[Template] = &[
    ("Meeting at {company}", "Four people, an hour and a half. {first} leads the project, finance was there and friendly."),
    ("Demo: {product}", "Showed {product} with their own figures. Best question of the day was about the {topic}."),
    ("Site visit", "Saw everything. The {topic} will need attention; photos are in the folder."),
    ("Workshop: {topic}", "Two hours at the whiteboard. Result: a list of twelve requirements, nine of which we meet out of the box."),
    ("Video call with {first} and team", "Camera on, cards on the table. They compare us with one competitor."),
    ("Lunch with {first}", "No slides. Learned who really decides."),
    ("Kick-off", "Everybody knows the dates. Next meeting in two weeks."),
];

/// Meetings about an offer.
#[rustfmt::skip]
pub(super) const LATE_MEETINGS: &[Template] = &[
    ("Contract review", "Went through the contract paragraph by paragraph. Two remarks on liability, one on the {topic}."),
    ("Presentation to the management", "Twenty minutes, ten of them questions. Settled: the {topic}."),
    ("Walk through the offer", "Line by line with {first}. Two options go, one comes in."),
    ("Final round with purchasing", "Polite and hard. We kept the price and gave them the {topic}."),
    ("Visit to a reference customer", "They were shown around for two hours, without us in the room. A good sign."),
    ("Planning session", "Who does what in the first ninety days. {first} took the minutes."),
];

/// E-mails, before an offer is made.
#[rustfmt::skip]
pub(super) const FIRST_EMAILS: &[Template] = &[
    ("Introduction", "Hello {first},\n\na colleague of yours gave me your name. May I show you {product} in fifteen minutes?\n\nKind regards"),
    ("Re: {topic}", "Hello {first},\n\nthanks for the quick reply. Details about the {topic} are in the attachment, as discussed.\n\nBest regards"),
    ("Follow-up after our meeting", "Hello {first},\n\nthank you for your time today. As promised: the minutes, the price list and an answer on the {topic}.\n\nBest regards"),
    ("Documents for {company}", "Everything you asked for in one archive: data sheets, certificates, references."),
    ("{first} replied: {topic}", ""),
    ("Question from purchasing: {topic}", ""),
    ("Agenda for next week", "Hello {first},\n\n1. Where you stand\n2. {product}\n3. The {topic}\n\nAnything to add?\n\nBest regards"),
];

/// E-mails about an offer.
#[rustfmt::skip]
pub(super) const LATE_EMAILS: &[Template] = &[
    ("Offer for {product}", "Dear {first},\n\nplease find our offer attached. It is valid for thirty days.\n\nKind regards"),
    ("Proposal v2", "Hello {first},\n\nhere is the second version, with the changes of last week marked in yellow.\n\nBest regards"),
    ("Proposal v3", "Hello {first},\n\nthe third and, I hope, last version.\n\nBest regards"),
    ("Reminder: offer for {product}", "Dear {first},\n\nour offer expires at the end of the week. Shall we extend it?\n\nKind regards"),
    ("Draft contract", "Hello {first},\n\nthe draft, as agreed with your legal department.\n\nBest regards"),
    ("{first} replied: fine with the {topic}", ""),
    ("Re: {topic}", "Hello {first},\n\nwe have checked: your wish concerning the {topic} can be met at no extra cost.\n\nBest regards"),
    ("References for {company}", "Hello {first},\n\nthree customers of your size, with the names of people who like to talk.\n\nBest regards"),
];

/// Tasks.
#[rustfmt::skip]
pub(super) const TASKS: &[Template] = &[
    ("Send the offer for {product}", ""),
    ("Clarify the {topic}", "Ask {first}, and write the answer into the deal."),
    ("Call {first} back", ""),
    ("Prepare the meeting at {company}", "Bring two printed copies."),
    ("Update the calculation", "With the new quantity, and without the option."),
    ("Get the discount approved", "Everything above 10 % needs a signature."),
    ("Send references", "Two from the same industry, one from the neighbourhood."),
    ("Ask {first} for the order number", ""),
    ("Check the {topic} with the specialists", ""),
    ("Remind {company} of the open questions", ""),
    ("Book the visit", ""),
];

/// Notes.
#[rustfmt::skip]
pub(super) const NOTES: &[Template] = &[
    ("Who decides", "{first} recommends, the managing director signs. Purchasing comes in for the price alone."),
    ("Competition", "One other offer on the table, about 6 % below ours and without training."),
    ("Budget", "Approved for this year. What is not spent by December is gone."),
    ("About the {topic}", "Mentioned in every conversation, and more important to them than they say."),
    ("Timing", "They want it running before the summer holidays."),
    ("Mood", "Very good after the demo. {first} already talks about \"our {product}\"."),
    ("Next year", "A second site opens in spring, with the same needs."),
    ("Careful", "Bad experience with a supplier two years ago. Promise little and keep it."),
];

/// Tasks and calls on leads.
#[rustfmt::skip]
pub(super) const FIRST_CONTACTS: &[Template] = &[
    ("First call", "Friendly, short of time. Call again next week."),
    ("Introduction by e-mail", "Hello {first},\n\nyou asked for information about {product}. Here it is; when may I call you?\n\nKind regards"),
    ("Qualification call", "Need: yes. Budget: being discussed. Decision: {first} and two others."),
    ("Not reached", ""),
    ("Asked for a brochure", "Sent at once."),
    ("Follow-up", "Still interested. Open question: the {topic}."),
];

/// What ends a deal well.
#[rustfmt::skip]
pub(super) const WON: &[Template] = &[
    ("Order received", "Signed order came by e-mail this morning. {first} was on the telephone before we could call."),
    ("Contract signed", "Both signatures are on it. Handed over to delivery."),
    ("They said yes", "Decided for us because of the {topic}, in the words of {first}."),
];

/// What ends one badly.
#[rustfmt::skip]
pub(super) const LOST: &[Template] = &[
    ("They decided otherwise", "{first} called in person, which was decent. Ask again in a year."),
    ("Cancelled", "Project stopped from above. Nothing we could have done."),
    ("Lost", "Came second. The {topic} made the difference."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_filled_whole() {
        let words = Words { company: "Halcyon", first: "Ines", product: "AirLine", topic: "delivery date" };
        let lists = [
            FIRST_CALLS,
            LATE_CALLS,
            FIRST_MEETINGS,
            LATE_MEETINGS,
            FIRST_EMAILS,
            LATE_EMAILS,
            TASKS,
            NOTES,
            FIRST_CONTACTS,
            WON,
            LOST,
        ];
        for (subject, body) in lists.into_iter().flatten() {
            for text in [words.fill(subject), words.fill(body)] {
                assert!(!text.contains(['{', '}']), "{text}");
                assert!(text.chars().next().is_none_or(|first| !first.is_lowercase()), "{text}");
            }
        }
    }
}
