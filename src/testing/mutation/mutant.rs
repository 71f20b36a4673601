//! A mutant: a policy with one small change, and how it is made.

use super::place::Place;
use crate::check::model::{Expr, Policy};
use crate::diagnostic::{Message, Span};
use serde::Serialize;

/// What kind of change a mutant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MutantKind {
    /// a bound moved by one unit, or what holds exactly at it
    Bound,
    /// a requirement dropped
    Requirement,
    /// an exclusion dropped
    Exclusion,
    /// an amount changed by one unit
    Rate,
    /// 且 and 或 swapped
    Junction,
    /// a member of a set dropped
    Member,
    /// a 择高, 补差, 封顶 or 视为 rule dropped
    Combination,
}

/// One small change of a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutant {
    pub kind: MutantKind,
    /// the rule that is changed
    pub rule: Message,
    /// the change
    pub words: Message,
    pub clauses: Vec<String>,
    pub span: Span,
    pub(super) edit: Edit,
}

/// How a mutant is made of the policy.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Edit {
    /// the expression at a path of children within a place
    Replace {
        place: Place,
        path: Vec<usize>,
        with: Box<Expr>,
    },
    DropRequirement {
        benefit: usize,
        line: usize,
    },
    DropExclusion(usize),
    DropOther {
        rule: usize,
        other: usize,
    },
    DropTopUp(usize),
    DropCap(usize),
    DropDeem(usize),
}

impl Mutant {
    /// The changed policy.
    pub fn applied(&self, policy: &Policy) -> Policy {
        let mut changed = policy.clone();
        match &self.edit {
            Edit::Replace { place, path, with } => {
                let mut at = place.expr_mut(&mut changed);
                for step in path {
                    at = at.and_then(|expr| expr.children_mut().into_iter().nth(*step));
                }
                if let Some(at) = at {
                    *at = (**with).clone();
                }
            }
            Edit::DropRequirement { benefit, line } => {
                drop_at(changed.benefits.get_mut(*benefit).map(|benefit| &mut benefit.requirements), *line);
            }
            Edit::DropExclusion(at) => drop_at(Some(&mut changed.exclusions), *at),
            Edit::DropOther { rule, other } => {
                drop_at(changed.higher_ofs.get_mut(*rule).map(|rule| &mut rule.others), *other);
            }
            Edit::DropTopUp(at) => drop_at(Some(&mut changed.top_ups), *at),
            Edit::DropCap(at) => drop_at(Some(&mut changed.caps), *at),
            Edit::DropDeem(at) => drop_at(Some(&mut changed.deems), *at),
        }
        changed
    }
}

fn drop_at<T>(list: Option<&mut Vec<T>>, at: usize) {
    if let Some(list) = list.filter(|list| at < list.len()) {
        list.remove(at);
    }
}
