//! How a mail looks: the same paper around what each of them says, as plain text and as HTML, in the language of whoever
//! reads it.

use super::Letter;
use crate::language::Language;

/// A mail before it is written out.
pub(super) struct Paper {
    /// The language of all that it says.
    pub(super) language: Language,
    /// The subject.
    pub(super) subject: String,
    /// What stands on top.
    pub(super) heading: String,
    /// Paragraphs before the button.
    pub(super) before: Vec<String>,
    /// What the mail is for: words and a link.
    pub(super) button: Option<(String, String)>,
    /// Names with their links.
    pub(super) list: Vec<(String, String)>,
    /// Paragraphs behind all that.
    pub(super) after: Vec<String>,
}

const fn signature(language: Language) -> &'static str {
    match language {
        Language::English => "Kontaly sends this because somebody asked for it. Nobody reads replies.",
        Language::German => "Kontaly sendet dies, weil jemand darum gebeten hat. Antworten liest niemand.",
        Language::Arabic => "ترسل Kontaly هذه الرسالة لأن أحدًا طلبها. لا أحد يقرأ الردود.",
    }
}

const fn or_copy(language: Language) -> &'static str {
    match language {
        Language::English => "Or copy this address:",
        Language::German => "Oder kopieren Sie diese Adresse:",
        Language::Arabic => "أو انسخ هذا العنوان:",
    }
}

impl Paper {
    pub(super) fn letter(&self, to: &str) -> Letter {
        Letter { to: to.to_owned(), subject: one_line(&self.subject), text: self.text(), html: self.html() }
    }

    fn text(&self) -> String {
        let mut parts = vec![self.heading.clone()];
        parts.extend(self.before.iter().cloned());
        parts.extend(self.button.iter().map(|(words, link)| format!("{words}:\n{link}")));
        parts.extend(self.list.iter().map(|(name, link)| format!("{name}\n{link}")));
        parts.extend(self.after.iter().cloned());
        format!("{}\n\n-- \n{}\n", parts.join("\n\n"), signature(self.language))
    }

    /// Tables and inline styles, because mail programs know nothing else; light and dark both readable. The mark and the
    /// alignment follow the direction by `dir` alone, except where old mail programs would not know.
    fn html(&self) -> String {
        let paragraphs = |texts: &[String]| texts.iter().map(|text| paragraph(text)).collect::<String>();
        let (start, font) = match self.language {
            Language::English | Language::German => {
                ("left", "-apple-system,'Segoe UI',Roboto,Arial,sans-serif")
            }
            Language::Arabic => {
                ("right", "-apple-system,'Segoe UI',Tahoma,'Noto Sans Arabic',Arial,sans-serif")
            }
        };
        format!(
            "<!doctype html><html lang=\"{tag}\" dir=\"{dir}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{title}</title></head><body dir=\"{dir}\" style=\"margin:0;background:#faf8f3;color:#1d2f36;font:15px/1.55 {font}\">\
             <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" dir=\"{dir}\"><tr><td align=\"center\" style=\"padding:32px 16px\">\
             <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:520px;background:#fffefb;border:1px solid #e3dfd5;border-radius:12px\">\
             <tr><td align=\"{start}\" style=\"padding:28px 30px 20px;text-align:{start}\"><p style=\"margin:0 0 16px;font-size:13px;font-weight:600\"><span style=\"border-{start}:4px solid #e9b13a;padding-{start}:8px\">Kontaly</span></p>\
             <h1 style=\"margin:0 0 14px;font:500 26px/1.25 Georgia,serif\">{heading}</h1>{before}{button}{list}{after}</td></tr></table>\
             <p style=\"margin:16px 0 0;font-size:12px;color:#5b6b70\">{signature}</p></td></tr></table></body></html>",
            tag = self.language.tag(),
            dir = self.language.direction(),
            title = escape(&self.subject),
            heading = escape(&self.heading),
            before = paragraphs(&self.before),
            button = self.button_html(),
            list = self.list.iter().map(|(name, link)| entry(name, link)).collect::<String>(),
            after = paragraphs(&self.after),
            signature = signature(self.language),
        )
    }

    fn button_html(&self) -> String {
        let Some((words, link)) = &self.button else { return String::new() };
        format!(
            "<p style=\"margin:22px 0\"><a href=\"{0}\" style=\"display:inline-block;background:#10626c;color:#ffffff;font-weight:600;\
             text-decoration:none;padding:11px 18px;border-radius:7px\">{1}</a></p><p style=\"margin:0 0 14px;font-size:13px;color:#5b6b70\">\
             {2}<br><a href=\"{0}\" dir=\"ltr\" style=\"color:#10626c;word-break:break-all\">{0}</a></p>",
            escape(link),
            escape(words),
            or_copy(self.language),
        )
    }
}

fn paragraph(text: &str) -> String {
    format!("<p style=\"margin:0 0 14px\">{}</p>", escape(text))
}

fn entry(name: &str, link: &str) -> String {
    format!(
        "<p style=\"margin:0 0 14px\"><b><bdi>{}</bdi></b><br><a href=\"{1}\" dir=\"ltr\" style=\"color:#10626c\">{1}</a></p>",
        escape(name),
        escape(link)
    )
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control()).collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    crate::http::pages::escape(text)
}
