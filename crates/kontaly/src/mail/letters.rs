//! What each mail says, in each language. Every absolute address comes from the workspace's row and the installation's base
//! domain. One function a mail: what it says in all languages stands together, so that none is forgotten.

use super::Letter;
use super::paper::Paper;
use super::seal::Token;
use crate::app::Settings;
use crate::language::Language;
use serde_json::Value;

/// What the mails of a workspace have in common.
pub struct About<'a> {
    /// The installation.
    pub settings: &'a Settings,
    /// The workspace's part of the address.
    pub slug: &'a str,
    /// Its name.
    pub workspace: &'a str,
    /// To whom.
    pub to: &'a str,
    /// The language that this person reads.
    pub language: Language,
    /// What the link carries.
    pub token: Token,
}

impl About<'_> {
    fn link(&self, page: &str) -> String {
        format!("{}/{page}#{}", self.settings.workspace_url(self.slug), self.token.text())
    }

    /// One button, with a paragraph before it and some behind.
    fn letter<const N: usize>(&self, page: &str, words: Words<N>) -> Letter {
        let Words { subject, heading, before, button, after } = words;
        Paper {
            language: self.language,
            subject,
            heading,
            before: vec![before],
            button: Some((button.to_owned(), self.link(page))),
            list: Vec::new(),
            after: after.to_vec(),
        }
        .letter(self.to)
    }
}

/// What a mail with one button says.
struct Words<const N: usize> {
    subject: String,
    heading: String,
    before: String,
    button: &'static str,
    after: [String; N],
}

/// Somebody is invited.
#[must_use]
pub fn invitation(about: &About<'_>, details: &Value) -> Letter {
    let (by, days) = (details["by"].as_str(), details["days"].as_i64().unwrap_or(7));
    let name = about.workspace;
    let span = in_days(about.language, days);
    let words = match about.language {
        Language::English => {
            let by = by.unwrap_or("An administrator");
            Words {
                subject: format!("{by} invites you to {name}"),
                heading: format!("Join {name}"),
                before: format!("{by} invites you to work together in {name} on Kontaly."),
                button: "Accept the invitation",
                after: [
                    format!("The invitation ends {span}. You choose a password when you accept it."),
                    "If you do not know who this is, you need not do anything.".into(),
                ],
            }
        }
        Language::German => {
            let by = by.unwrap_or("Die Verwaltung");
            Words {
                subject: format!("{by} lädt Sie zu {name} ein"),
                heading: format!("Treten Sie {name} bei"),
                before: format!("{by} lädt Sie ein, in {name} auf Kontaly zusammenzuarbeiten."),
                button: "Einladung annehmen",
                after: [
                    format!("Die Einladung endet {span}. Beim Annehmen wählen Sie ein Passwort."),
                    "Wenn Sie nicht wissen, wer das ist, müssen Sie nichts tun.".into(),
                ],
            }
        }
        Language::Arabic => {
            let (by, name) = (isolated(by.unwrap_or("مدير النظام")), isolated(name));
            Words {
                subject: format!("يدعوك {by} إلى {name}"),
                heading: format!("انضم إلى {name}"),
                before: format!("يدعوك {by} إلى العمل معًا في {name} على Kontaly."),
                button: "قبول الدعوة",
                after: [
                    format!("تنتهي الدعوة {span}. تختار كلمة مرور عند قبولها."),
                    "إن كنت لا تعرف من هذا، فلا حاجة إلى فعل شيء.".into(),
                ],
            }
        }
    };
    about.letter("invitation", words)
}

/// Somebody shows to read the mails of an address.
#[must_use]
pub fn verification(about: &About<'_>) -> Letter {
    let name = about.workspace;
    let url = about.settings.workspace_url(about.slug);
    let words = match about.language {
        Language::English => Words {
            subject: format!("Confirm your e-mail address for {name}"),
            heading: "Confirm your e-mail address".into(),
            before: format!("{name} on Kontaly wants to know that it reaches you at this address."),
            button: "Confirm the address",
            after: [
                format!("Your workspace is at {url}."),
                "If you have not signed up, you need not do anything.".into(),
            ],
        },
        Language::German => Words {
            subject: format!("Bestätigen Sie Ihre E-Mail-Adresse für {name}"),
            heading: "Bestätigen Sie Ihre E-Mail-Adresse".into(),
            before: format!("{name} auf Kontaly möchte wissen, dass es Sie unter dieser Adresse erreicht."),
            button: "Adresse bestätigen",
            after: [
                format!("Ihr Arbeitsbereich ist unter {url} zu finden."),
                "Wenn Sie sich nicht registriert haben, müssen Sie nichts tun.".into(),
            ],
        },
        Language::Arabic => {
            let (name, url) = (isolated(name), isolated(&url));
            Words {
                subject: format!("أكّد بريدك الإلكتروني لـ{name}"),
                heading: "أكّد بريدك الإلكتروني".into(),
                before: format!("تود {name} على Kontaly التأكد من أنها تصل إليك على هذا العنوان."),
                button: "تأكيد العنوان",
                after: [format!("مساحة عملك على {url}"), "إن لم تكن قد سجّلت، فلا حاجة إلى فعل شيء.".into()],
            }
        }
    };
    about.letter("verify", words)
}

/// Somebody lost the password.
#[must_use]
pub fn password_reset(about: &About<'_>) -> Letter {
    let name = about.workspace;
    let words = match about.language {
        Language::English => Words {
            subject: format!("A new password for {name}"),
            heading: "Choose a new password".into(),
            before: format!("Somebody asked for a new password for this address in {name}."),
            button: "Choose a new password",
            after: [
                "The link works once, within 10 minutes. It signs you out everywhere else.".into(),
                "If it was not you, you need not do anything: your password stays as it is.".into(),
            ],
        },
        Language::German => Words {
            subject: format!("Ein neues Passwort für {name}"),
            heading: "Wählen Sie ein neues Passwort".into(),
            before: format!("Jemand hat für diese Adresse in {name} ein neues Passwort angefordert."),
            button: "Neues Passwort wählen",
            after: [
                "Der Link gilt einmal, innerhalb von 10 Minuten. Er meldet Sie überall sonst ab.".into(),
                "Wenn Sie es nicht waren, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.".into(),
            ],
        },
        Language::Arabic => {
            let name = isolated(name);
            Words {
                subject: format!("كلمة مرور جديدة لـ{name}"),
                heading: "اختر كلمة مرور جديدة".into(),
                before: format!("طلب أحدهم كلمة مرور جديدة لهذا العنوان في {name}."),
                button: "اختيار كلمة مرور جديدة",
                after: [
                    "يعمل الرابط مرة واحدة خلال 10 دقائق، ويسجّل خروجك من كل مكان آخر.".into(),
                    "إن لم تكن أنت، فلا حاجة إلى فعل شيء: تبقى كلمة مرورك كما هي.".into(),
                ],
            }
        }
    };
    about.letter("password-reset", words)
}

/// A webhook was not to be reached for more than a day.
#[must_use]
pub fn webhook_failed(
    settings: &Settings,
    language: Language,
    (slug, workspace): (&str, &str),
    to: &str,
    details: &Value,
) -> Letter {
    let url = details["url"].as_str().unwrap_or_default();
    let (subject, heading, before, button) = match language {
        Language::English => (
            format!("A webhook of {workspace} is switched off"),
            "A webhook is switched off",
            format!(
                "{url} was not to be reached for more than a day, or wants no more. Nothing is sent there any longer."
            ),
            "Look at the webhook",
        ),
        Language::German => (
            format!("Ein Webhook von {workspace} ist abgeschaltet"),
            "Ein Webhook ist abgeschaltet",
            format!(
                "{url} war länger als einen Tag nicht zu erreichen oder will nichts mehr. Dorthin wird nichts mehr gesendet."
            ),
            "Webhook ansehen",
        ),
        Language::Arabic => (
            format!("تم إيقاف خطاف ويب في {}", isolated(workspace)),
            "تم إيقاف خطاف ويب",
            format!(
                "تعذر الوصول إلى {} لأكثر من يوم، أو أنه لم يعد يريد شيئًا. لن يُرسل إليه شيء بعد الآن.",
                isolated(url)
            ),
            "عرض خطاف الويب",
        ),
    };
    let page = format!("{}/settings/webhooks", settings.workspace_url(slug));
    Paper {
        language,
        subject,
        heading: heading.to_owned(),
        before: vec![before],
        button: Some((button.to_owned(), page)),
        list: Vec::new(),
        after: Vec::new(),
    }
    .letter(to)
}

/// Somebody looks for the workspaces of an address.
#[must_use]
pub fn workspaces(settings: &Settings, language: Language, to: &str, found: &[(String, String)]) -> Letter {
    let list: Vec<_> =
        found.iter().map(|(slug, name)| (name.clone(), settings.workspace_url(slug))).collect();
    let (subject, heading, here, nowhere, not_you) = match language {
        Language::English => (
            "Your workspaces on Kontaly",
            "Your workspaces",
            "You sign in with this address here:",
            "Somebody asked where this address signs in. No workspace here has it.",
            "If it was not you who asked, you need not do anything.",
        ),
        Language::German => (
            "Ihre Arbeitsbereiche auf Kontaly",
            "Ihre Arbeitsbereiche",
            "Mit dieser Adresse melden Sie sich hier an:",
            "Jemand wollte wissen, wo sich diese Adresse anmeldet. Kein Arbeitsbereich hier hat sie.",
            "Wenn Sie nicht gefragt haben, müssen Sie nichts tun.",
        ),
        Language::Arabic => (
            "مساحات عملك على Kontaly",
            "مساحات عملك",
            "تسجّل الدخول بهذا العنوان هنا:",
            "سأل أحدهم أين يسجّل هذا العنوان الدخول. لا مساحة عمل هنا تعرفه.",
            "إن لم تكن أنت من سأل، فلا حاجة إلى فعل شيء.",
        ),
    };
    let (before, after) =
        if list.is_empty() { (nowhere, elsewhere(settings, language)) } else { (here, not_you.to_owned()) };
    Paper {
        language,
        subject: subject.into(),
        heading: heading.into(),
        before: vec![before.into()],
        button: None,
        list,
        after: vec![after],
    }
    .letter(to)
}

/// What whoever is in no workspace may do.
fn elsewhere(settings: &Settings, language: Language) -> String {
    let url = settings.front_door_url();
    let (perhaps, or) = match language {
        Language::English => (
            "Perhaps you use another address, or you have not accepted your invitation yet.",
            format!("You can also sign up at {url}."),
        ),
        Language::German => (
            "Vielleicht verwenden Sie eine andere Adresse oder haben Ihre Einladung noch nicht angenommen.",
            format!("Sie können sich auch unter {url} registrieren."),
        ),
        Language::Arabic => (
            "ربما تستخدم عنوانًا آخر، أو لم تقبل دعوتك بعد.",
            format!("يمكنك أيضًا التسجيل على {}", isolated(&url)),
        ),
    };
    if settings.sign_up { format!("{perhaps} {or}") } else { perhaps.to_owned() }
}

/// How long something lasts, with the number's own form of the word.
fn in_days(language: Language, days: i64) -> String {
    match (language, days) {
        (Language::English, 1) => "in 1 day".into(),
        (Language::English, _) => format!("in {days} days"),
        (Language::German, 1) => "in 1 Tag".into(),
        (Language::German, _) => format!("in {days} Tagen"),
        (Language::Arabic, 1) => "بعد يوم واحد".into(),
        (Language::Arabic, 2) => "بعد يومين".into(),
        (Language::Arabic, 3..=10) => format!("بعد {days} أيام"),
        (Language::Arabic, _) => format!("بعد {days} يومًا"),
    }
}

/// A name or an address of unknown script among words that run the other way (U+2068 and U+2069 isolate it).
fn isolated(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(settings: &Settings, language: Language) -> About<'_> {
        let workspace = "A <b>& Co\r\nBcc: x@y.example";
        About { settings, slug: "acme", workspace, to: "a@b.example", language, token: Token::random() }
    }

    #[test]
    fn names_are_text_and_never_markup_or_headers() {
        let settings = Settings::default();
        for language in Language::ALL {
            let about = about(&settings, language);
            let letter = invitation(&about, &serde_json::json!({ "by": "<script>", "days": 3 }));
            assert!(!letter.subject.contains(['\r', '\n']), "{}", letter.subject);
            assert!(!letter.html.contains("<script>") && letter.html.contains("A &lt;b&gt;&amp; Co"));
            let link = format!("http://acme.localhost/invitation#{}", about.token.text());
            assert!(letter.text.contains(&link) && letter.html.contains(&link), "{}", letter.text);
        }
    }

    #[test]
    fn each_mail_is_in_the_language_of_its_reader_and_says_so() {
        let settings = Settings::default();
        let all = |language| {
            let about = about(&settings, language);
            [
                invitation(&about, &serde_json::json!({ "by": "Ada", "days": 3 })),
                verification(&about),
                password_reset(&about),
                workspaces(&settings, language, "a@b.example", &[]),
                workspaces(&settings, language, "a@b.example", &[("acme".into(), "Acme".into())]),
            ]
        };
        let english = all(Language::English);
        for language in [Language::German, Language::Arabic] {
            let tag = format!("<html lang=\"{}\" dir=\"{}\">", language.tag(), language.direction());
            for (letter, english) in all(language).iter().zip(&english) {
                assert!(letter.html.contains(&tag), "{}", letter.html);
                assert_ne!(letter.subject, english.subject);
                // The workspace's name is the same in every language, and so is what stands before a signature.
                let is_named =
                    |line: &&str| line.starts_with("A <b>") || line.starts_with("Bcc") || *line == "-- ";
                let words = |line: &&str| line.contains(' ') && !is_named(line);
                let lines: Vec<_> = english.text.lines().filter(words).collect();
                let left: Vec<_> = letter.text.lines().filter(|line| lines.contains(line)).collect();
                assert!(left.is_empty(), "{left:?}");
            }
        }
    }

    #[test]
    fn days_are_counted_as_each_language_counts() {
        let of = |language| [1, 2, 7, 30].map(|days| in_days(language, days));
        assert_eq!(of(Language::English), ["in 1 day", "in 2 days", "in 7 days", "in 30 days"]);
        assert_eq!(of(Language::German), ["in 1 Tag", "in 2 Tagen", "in 7 Tagen", "in 30 Tagen"]);
        assert_eq!(of(Language::Arabic), ["بعد يوم واحد", "بعد يومين", "بعد 7 أيام", "بعد 30 يومًا"]);
    }
}
