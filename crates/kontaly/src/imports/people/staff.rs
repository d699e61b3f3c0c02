//! Who everybody in a file is, who leads whom, and who is in which team: judged in memory, written at once.

use super::{Person, Team, rejected, store, told};
use crate::accounts::{actors, name_key};
use crate::http::{Error, Result};
use crate::imports::bulk::store::Done;
use crate::imports::job::Caller;
use crate::imports::nouns::people::{EMAIL, EXTERNAL_ID, MANAGER, NAME, ROLE, TEAM};
use crate::imports::rows::{Plan, Row};
use crate::imports::{ImportReport, Outcome};
use kontaly_access::{TeamId, UserId};
use kontaly_db::StewardTx;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// The end of addresses that were made up: nobody can register a domain of this kind.
const PLACEHOLDER: &str = ".invalid";

/// Everybody and all teams, as they are and as the file wants them.
pub(super) struct Staff<'a> {
    caller: &'a Caller,
    plan: &'a Plan,
    before: Vec<Person>,
    people: Vec<Person>,
    teams: Vec<Team>,
    teams_before: Vec<Team>,
    by_name: HashMap<String, Vec<usize>>,
    by_email: HashMap<String, usize>,
    by_external_id: HashMap<String, usize>,
    team_by_name: HashMap<String, usize>,
    /// Who leads which team in this file.
    leads: HashMap<usize, TeamId>,
    /// Who would have been added by a row that was rejected.
    dropped: HashSet<usize>,
}

/// A row whose person was found or made.
struct Placed {
    row: Row,
    person: usize,
    /// Whether the row made the person, and whether an earlier row was about the same one.
    fresh: bool,
    again: bool,
}

impl<'a> Staff<'a> {
    pub(super) fn new(caller: &'a Caller, plan: &'a Plan, people: Vec<Person>, teams: Vec<Team>) -> Self {
        let mut staff = Self {
            caller,
            plan,
            before: people.clone(),
            people: Vec::new(),
            teams_before: teams.clone(),
            team_by_name: teams.iter().enumerate().map(|(at, team)| (name_key(&team.name), at)).collect(),
            teams,
            by_name: HashMap::new(),
            by_email: HashMap::new(),
            by_external_id: HashMap::new(),
            leads: HashMap::new(),
            dropped: HashSet::new(),
        };
        for person in people {
            staff.add(person);
        }
        staff
    }

    fn add(&mut self, person: Person) -> usize {
        let at = self.people.len();
        self.by_name.entry(name_key(&person.name)).or_default().push(at);
        self.by_email.insert(person.email.clone(), at);
        if let Some(id) = &person.external_id {
            self.by_external_id.insert(id.clone(), at);
        }
        self.people.push(person);
        at
    }

    /// Judges all rows: first who everybody is, then who leads whom, then who is in which team.
    pub(super) fn judge(&mut self, rows: Vec<Row>, report: &mut ImportReport) -> Vec<Done> {
        let mut done = Vec::with_capacity(rows.len());
        let mut placed = Vec::with_capacity(rows.len());
        let mut seen = HashSet::new();
        for mut row in rows {
            if row.is_blank() {
                report.counts.add(Outcome::Unchanged);
                done.push(told(&row, Outcome::Unchanged, None, None));
                continue;
            }
            match self.find(&mut row) {
                Some((person, fresh)) => {
                    let again = !seen.insert(person);
                    placed.push(Placed { row, person, fresh, again });
                }
                None => done.push(rejected(&row, report)),
            }
        }
        for place in &mut placed {
            self.lead(&mut place.row, report);
        }
        for place in placed {
            done.push(self.settle(place, report));
        }
        done
    }

    /// The person of a row, found or made; says whether made. A row that is wrong has none.
    fn find(&mut self, row: &mut Row) -> Option<(usize, bool)> {
        let text = |at: usize| row.given[at].text().map(str::to_owned);
        let (name, email, external_id) = (text(NAME), text(EMAIL), text(EXTERNAL_ID));
        let Some(name) = name.filter(|_| row.faults.is_empty()) else {
            if row.faults.is_empty() {
                row.faults.push(self.plan.fault(row, "name", "required", "A person needs a name."));
            }
            return None;
        };
        let by_id = external_id.as_ref().and_then(|id| self.by_external_id.get(id)).copied();
        let by_email = email.as_ref().and_then(|email| self.by_email.get(email)).copied();
        if let (Some(one), Some(other)) = (by_id, by_email)
            && one != other
        {
            row.faults.push(self.plan.fault(row, "email", "taken", "Somebody else has this e-mail address."));
            return None;
        }
        let found = match by_id.or(by_email) {
            Some(person) => Some(person),
            None => self.by_name(row, &name, email.is_some(), external_id.is_some())?,
        };
        if let Some(person) = found {
            return Some((person, false));
        }
        let role = row.given[ROLE].text().unwrap_or("sales_representative").to_owned();
        let email = email.unwrap_or_else(|| self.placeholder(&name));
        let person = Person {
            id: self.caller.id(),
            name,
            email,
            role,
            team_id: None,
            state: "invited".to_owned(),
            external_id,
        };
        Some((self.add(person), true))
    }

    /// The person of that name. With an address in the row, only one whose own was made up; with an id, only one who has
    /// none. `None` when several are called so.
    fn by_name(&self, row: &mut Row, name: &str, email: bool, id: bool) -> Option<Option<usize>> {
        let mut found = self.by_name.get(&name_key(name)).cloned().unwrap_or_default();
        found.retain(|at| {
            let person = &self.people[*at];
            (!email || person.email.ends_with(PLACEHOLDER)) && (!id || person.external_id.is_none())
        });
        match found.as_slice() {
            [] => Some(None),
            [one] => Some(Some(*one)),
            several => {
                let message = format!("{} people are called so. Give an e-mail address.", several.len());
                row.faults.push(self.plan.fault(row, "name", "ambiguous_key", message));
                None
            }
        }
    }

    /// An address for somebody whose file gives none: invitations need a real one first.
    fn placeholder(&self, name: &str) -> String {
        let mut local = String::new();
        for c in name_key(name).chars() {
            match c {
                c if c.is_ascii_alphanumeric() => local.push(c),
                _ if local.is_empty() || local.ends_with('.') => {}
                _ => local.push('.'),
            }
        }
        let local = local.trim_end_matches('.');
        let local = if local.is_empty() { "person" } else { &local[..local.len().min(60)] };
        let domain = self.plan.mapping.email_domain.clone();
        let domain = domain.unwrap_or_else(|| format!("{}{PLACEHOLDER}", self.caller.tenant.slug));
        let mut email = format!("{local}@{domain}");
        let mut copy = 1;
        while self.by_email.contains_key(&email) {
            copy += 1;
            email = format!("{local}{copy}@{domain}");
        }
        email
    }

    /// What a row's team is called: the office and who leads it, whichever of the two the file has.
    fn team_name(row: &Row) -> Option<String> {
        let name = match (row.given[TEAM].text(), row.given[MANAGER].text()) {
            (Some(team), Some(manager)) => format!("{team} · {manager}"),
            (Some(team), None) => team.to_owned(),
            (None, Some(manager)) => format!("Team {manager}"),
            (None, None) => return None,
        };
        Some(name.chars().take(120).collect())
    }

    /// The team of a row, found or made, and its manager, found or made.
    fn lead(&mut self, row: &mut Row, report: &mut ImportReport) {
        let Some(name) = Self::team_name(row) else { return };
        let manager = match row.given[MANAGER].text() {
            Some(manager) => {
                let found = self.by_name.get(&name_key(manager)).map_or(&[][..], Vec::as_slice);
                if found.len() > 1 {
                    let message = format!("{} people are called so.", found.len());
                    row.faults.push(self.plan.fault(row, "manager", "ambiguous_reference", message));
                    return;
                }
                Some((manager.to_owned(), found.first().copied()))
            }
            None => None,
        };
        let known = self.team_by_name.get(&name_key(&name)).copied();
        let team = known.unwrap_or_else(|| {
            self.team_by_name.insert(name_key(&name), self.teams.len());
            self.teams.push(Team { id: self.caller.id(), name, parent_id: None });
            *report.counts.made.entry("teams".to_owned()).or_default() += 1;
            row.made.push(json!({ "team": self.teams[self.teams.len() - 1].id }));
            self.teams.len() - 1
        });
        let team = self.teams[team].id;
        let Some((name, found)) = manager else { return };
        let person = found.unwrap_or_else(|| {
            let email = self.placeholder(&name);
            *report.counts.made.entry("managers".to_owned()).or_default() += 1;
            let id: UserId = self.caller.id();
            row.made.push(json!({ "manager": id }));
            self.add(Person {
                id,
                name,
                email,
                role: "account_manager".to_owned(),
                team_id: None,
                state: "invited".to_owned(),
                external_id: None,
            })
        });
        self.give_lead(person, team);
    }

    /// Whoever leads a team is in it. A second team stands below the first, so that its leader sees both; the team of
    /// somebody who becomes a manager only now stands below the one that this person was in.
    fn give_lead(&mut self, person: usize, team: TeamId) {
        if let Some(home) = self.leads.get(&person).copied() {
            self.put_below(team, home);
            return;
        }
        let leader = &mut self.people[person];
        let (was_in, promoted) = (leader.team_id, leader.role == "sales_representative");
        if promoted {
            leader.role = "account_manager".to_owned();
        }
        let home = was_in.filter(|_| !promoted).unwrap_or(team);
        leader.team_id = Some(home);
        self.leads.insert(person, home);
        if let Some(above) = was_in {
            self.put_below(team, above);
        }
    }

    /// Puts a team below another one, unless it stands somewhere already; says whether the tree stays one.
    fn put_below(&mut self, team: TeamId, above: TeamId) -> bool {
        let mut at = Some(above);
        for _ in 0..=self.teams.len() {
            match at {
                Some(step) if step == team => return team == above,
                Some(step) => {
                    at = self.teams.iter().find(|team| team.id == step).and_then(|team| team.parent_id);
                }
                None => break,
            }
        }
        if let Some(team) = self.teams.iter_mut().find(|known| known.id == team && known.parent_id.is_none())
        {
            team.parent_id = Some(above);
        }
        true
    }

    /// Puts the person of a row into the row's team, with whatever else the row says.
    fn settle(&mut self, place: Placed, report: &mut ImportReport) -> Done {
        let Placed { mut row, person, fresh, again } = place;
        if row.faults.is_empty() {
            self.place(&mut row, person, again);
        }
        if !row.faults.is_empty() {
            if fresh && !self.leads.contains_key(&person) {
                self.dropped.insert(person);
            }
            return rejected(&row, report);
        }
        let (is, was) = (&self.people[person], self.before.get(person));
        let mut detail = Map::new();
        if let Some(was) = was {
            let mut note = |name: &str, was: Value, is: Value| {
                if was != is {
                    detail.insert(name.to_owned(), json!([was, is]));
                }
            };
            note("name", json!(was.name), json!(is.name));
            note("email", json!(was.email), json!(is.email));
            note("role", json!(was.role), json!(is.role));
            note("team_id", json!(was.team_id), json!(is.team_id));
            note("external_id", json!(was.external_id), json!(is.external_id));
        }
        let outcome = match (fresh, again) {
            (true, _) => Outcome::Created,
            (false, true) => Outcome::Merged,
            (false, false) if detail.is_empty() => Outcome::Unchanged,
            (false, false) => Outcome::Updated,
        };
        if !row.made.is_empty() {
            detail.insert("made".into(), row.made.clone().into());
        }
        report.counts.add(outcome);
        told(&row, outcome, Some(is.id), (!detail.is_empty()).then_some(Value::Object(detail)))
    }

    /// Everything that can be wrong is found before anything is changed.
    fn place(&mut self, row: &mut Row, person: usize, again: bool) {
        let text = |at: usize| row.given[at].text().map(str::to_owned);
        let (email, external_id, role) = (text(EMAIL), text(EXTERNAL_ID), text(ROLE));
        let is = &self.people[person];
        let email = email.filter(|email| *email != is.email);
        let role = role.filter(|role| *role != is.role && !again);
        if email.is_some() && is.state != "invited" {
            row.faults.push(self.plan.fault(
                row,
                "email",
                "in_use",
                "This person signs in with another address.",
            ));
        }
        if role.is_some() && is.role == "administrator" {
            let message = "A file does not take an administrator's role away.";
            row.faults.push(self.plan.fault(row, "role", "is_administrator", message));
        }
        let team = Self::team_name(row).and_then(|name| self.team_by_name.get(&name_key(&name)).copied());
        let team = team.map(|at| self.teams[at].id);
        let home = self.leads.get(&person).copied();
        if let (Some(home), Some(team), true) = (home, team, row.faults.is_empty())
            && !self.put_below(home, team)
        {
            let message = "This person would stand below the own team.";
            row.faults.push(self.plan.fault(row, "manager", "cycle", message));
        }
        if !row.faults.is_empty() {
            return;
        }
        let person = &mut self.people[person];
        if home.is_none() && !(again && person.team_id.is_some()) {
            person.team_id = team.or(person.team_id);
        }
        if person.external_id.is_none() {
            person.external_id = external_id;
        }
        person.email = email.unwrap_or_else(|| person.email.clone());
        person.role = role.unwrap_or_else(|| person.role.clone());
    }

    /// Writes what the file changed, and brings everybody's powers in line with it.
    pub(super) async fn write(&self, tx: &mut StewardTx) -> Result<()> {
        let (old, new) = self.teams.split_at(self.teams_before.len());
        if !new.is_empty() {
            store::add_teams(tx, &new.iter().collect::<Vec<_>>()).await?;
        }
        let moved = old
            .iter()
            .zip(&self.teams_before)
            .filter(|(is, was)| is.parent_id != was.parent_id)
            .map(|(is, _)| is);
        let parents: Vec<_> = moved.chain(new).filter_map(|team| Some((team.id, team.parent_id?))).collect();
        if !parents.is_empty() {
            store::set_parents(tx, &parents).await?;
        }
        let (known, added) = self.people.split_at(self.before.len());
        let added: Vec<&Person> = (self.before.len()..)
            .zip(added)
            .filter(|(at, _)| !self.dropped.contains(at))
            .map(|(_, person)| person)
            .collect();
        if !added.is_empty() {
            store::add_people(tx, &added, self.plan.setting.now).await?;
        }
        let changed: Vec<&Person> =
            known.iter().zip(&self.before).filter(|(is, was)| is != was).map(|(is, _)| is).collect();
        if !changed.is_empty() {
            store::update_people(tx, &changed).await?;
        }
        for id in store::changed_roles(&self.before, known) {
            actors::rotate(tx, self.caller.app.db.keys(), id).await.map_err(Error::from)?;
        }
        Ok(actors::refresh(tx).await?)
    }
}
