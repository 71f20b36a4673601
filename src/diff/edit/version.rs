//! One version of a policy, in its own words.

use crate::check::model::Policy;
use crate::plan::Plan;
use crate::syntax::Span;

#[derive(Debug)]
pub(super) struct Version<'p> {
    pub(super) plan: &'p Plan,
    /// names of benefits and registers by which the versions are compared
    pub(super) benefits: Vec<String>,
    pub(super) registers: Vec<String>,
}

impl<'p> Version<'p> {
    /// A version by its own names.
    pub(super) fn own(plan: &'p Plan) -> Version<'p> {
        let benefits = plan.policy.benefits.iter().map(|benefit| benefit.name.clone()).collect();
        let registers = plan.policy.registers.iter().map(|register| register.name.clone()).collect();
        Version { plan, benefits, registers }
    }

    pub(super) fn policy(&self) -> &'p Policy {
        &self.plan.policy
    }

    /// A stretch of the text on one line.
    pub(super) fn raw(&self, span: Span) -> String {
        self.plan.words(span)
    }

    /// The same without brackets around the whole.
    pub(super) fn words(&self, span: Span) -> String {
        let words = self.raw(span);
        let inner = words.strip_prefix(['(', '（']).and_then(|rest| rest.strip_suffix([')', '）']));
        match inner {
            Some(inner) if balanced(inner) => inner.trim().to_string(),
            _ => words,
        }
    }

    pub(super) fn benefit_names(&self, benefits: &[usize]) -> Vec<String> {
        benefits.iter().filter_map(|benefit| self.benefits.get(*benefit)).cloned().collect()
    }

    pub(super) fn register_names(&self, registers: &[usize]) -> Vec<String> {
        registers.iter().filter_map(|register| self.registers.get(*register)).cloned().collect()
    }

    /// `名册.栏目`; a column of the key register goes by its own name.
    pub(super) fn column_name(&self, register: usize, column: usize) -> String {
        let Some(found) = self.policy().registers.get(register) else { return String::new() };
        let column = found.columns.get(column).map(|column| column.name.as_str()).unwrap_or_default();
        match self.registers.get(register) {
            Some(name) if !found.is_key() => format!("{name}.{column}"),
            _ => column.to_string(),
        }
    }
}

fn balanced(text: &str) -> bool {
    let mut depth = 0;
    let closes = |c: char| {
        depth += i32::from(matches!(c, '(' | '（')) - i32::from(matches!(c, ')' | '）'));
        depth >= 0
    };
    text.chars().all(closes)
}
