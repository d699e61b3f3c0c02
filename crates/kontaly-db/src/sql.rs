//! Statements: static text, bound values and the program's own whole numbers, and nothing else.
//!
//! There is no way from a `String` to SQL text. Filters and sorts are assembled from `&'static str` fragments,
//! and what came from outside can only be bound. That the wire carries one statement a message (extended
//! protocol) does the rest: nothing that a person typed is ever parsed as SQL.

use crate::Param;
use postgres_types::{ToSql, Type};
use std::borrow::Cow;
use std::sync::Arc;

/// A statement with its bound values. A clone shares the values.
#[derive(Clone)]
pub struct Sql {
    text: Cow<'static, str>,
    params: Vec<Arc<dyn Param>>,
    stable: bool,
    planned_once: bool,
}

/// A statement whose placeholders `$1`, `$2` … are bound in order by [`Sql::bind`].
#[must_use]
pub fn sql(text: &'static str) -> Sql {
    Sql { text: Cow::Borrowed(text), params: Vec::new(), stable: true, planned_once: false }
}

impl Sql {
    /// Binds the next placeholder of a text that has its placeholders already.
    #[must_use]
    pub fn bind(mut self, value: impl Param + 'static) -> Self {
        self.params.push(Arc::new(value));
        self
    }

    /// Says that the assembled text is one of few (no filter of a person's making shapes it), so that preparing it
    /// pays and the statements kept on a connection stay bounded.
    #[must_use]
    pub fn stable(mut self) -> Self {
        self.stable = true;
        self
    }

    /// [`Sql::stable`], and one plan is right whatever is bound: a row by its key, or a page that an index gives in order
    /// and a LIMIT ends. PostgreSQL might plan such a query anew every time, which under row security takes longer than
    /// answering it; closing a transaction that reads, it leaves as one message whose plan is kept. It can then be a SELECT
    /// alone, without locks.
    #[must_use]
    pub fn planned_once(mut self) -> Self {
        self.planned_once = true;
        self.stable()
    }

    /// This query behind a gate: no row of it is looked at before `enter` has set the context of the statement's own
    /// transaction, and raised if it is nobody's, and writing is forbidden. The gate names no row, so PostgreSQL asks it
    /// once, above everything else (a one-time filter), and the policies' sub-selects run when the first row is wanted. Were
    /// that order ever otherwise, they would find no context, and no row.
    ///
    /// What holds for a connection holds here, since no BEGIN says otherwise: the role's timeouts, and that plans are kept.
    pub(crate) fn gated(self, enter: Sql) -> Sql {
        let mut gated = sql("select read.* from (");
        gated
            .append(self)
            .push(") read where (select set_config('transaction_read_only', 'on', true)) = 'on' and (");
        gated.append(enter).push(") is not null");
        gated.planned_once()
    }

    fn assembled(&mut self) -> &mut String {
        self.stable = false;
        self.planned_once = false;
        self.text.to_mut()
    }

    /// Appends static text.
    pub fn push(&mut self, text: &'static str) -> &mut Self {
        self.assembled().push_str(text);
        self
    }

    /// Appends a placeholder and binds it.
    pub fn push_bind(&mut self, value: impl Param + 'static) -> &mut Self {
        self.params.push(Arc::new(value));
        let n = self.params.len();
        let text = self.assembled();
        text.push('$');
        text.push_str(&n.to_string());
        self
    }

    /// Appends a whole number as text. A LIMIT's decides the plan: one that is bound is planned as a tenth of the table.
    pub fn push_number(&mut self, number: usize) -> &mut Self {
        self.assembled().push_str(&number.to_string());
        self
    }

    /// Appends another statement's text and values; its placeholders must have been made by [`Sql::push_bind`].
    pub fn append(&mut self, other: Sql) -> &mut Self {
        let offset = self.params.len();
        let text = self.assembled();
        let mut rest = other.text.as_ref();
        while let Some(at) = rest.find('$') {
            text.push_str(&rest[..=at]);
            rest = &rest[at + 1..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if let Ok(n) = rest[..digits].parse::<usize>() {
                text.push_str(&(n + offset).to_string());
                rest = &rest[digits..];
            }
        }
        text.push_str(rest);
        self.params.extend(other.params);
        self
    }

    /// The text, for tests and for the log line of a defect.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is one of few, so that preparing it pays.
    pub(crate) fn is_stable(&self) -> bool {
        self.stable
    }

    /// Whether one plan is right whatever is bound.
    pub(crate) fn is_planned_once(&self) -> bool {
        self.planned_once
    }

    pub(crate) fn typed(&self) -> Vec<(&(dyn ToSql + Sync), Type)> {
        self.params.iter().map(|param| (param.as_sql(), param.ty())).collect()
    }

    pub(crate) fn values(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.params.iter().map(|param| param.as_sql()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appended_placeholders_are_renumbered() {
        let mut filter = sql("");
        filter.push("a = ").push_bind(1_i64).push(" and b = ").push_bind("x");
        let mut query = sql("select 1 where tenant_id = $1 and ").bind(7_i64);
        query.append(filter);
        assert_eq!(query.text(), "select 1 where tenant_id = $1 and a = $2 and b = $3");
        assert_eq!(query.values().len(), 3);
    }

    #[test]
    fn a_gated_query_binds_its_own_values_first_and_its_context_last() {
        let read = sql("select name from leads where id = $1").bind(7_i64);
        let gated = read.gated(sql("select enter($1, $2, $3)").bind("cap").bind(1_i64).bind(2_i64));
        let gate = "(select set_config('transaction_read_only', 'on', true)) = 'on' and (select enter($2, $3, $4)) is not null";
        let text = format!("select read.* from (select name from leads where id = $1) read where {gate}");
        assert_eq!((gated.text(), gated.values().len()), (text.as_str(), 4));
        assert!(gated.is_planned_once());
    }

    #[test]
    fn an_assembled_text_is_not_taken_for_a_static_one() {
        let mut query = sql("select 1");
        assert!(query.is_stable());
        query.push(" limit ").push_bind(5_i64);
        assert!(!query.is_stable());
        assert!(query.stable().is_stable());
    }
}
