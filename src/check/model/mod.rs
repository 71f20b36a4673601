//! The checked model: every name resolved, every expression typed, nothing ambiguous left.

use std::collections::BTreeSet;

mod types;
mod register;
mod rules;
mod duties;
mod example;
mod expression;

pub use duties::{
    Accrual, AccrualItem, AccrualSetting, Alert, Document, Duty, FindingKind, Procedure, Stage, StageRecords,
};
pub use example::{Example, ExampleTime, Expected, ExpectedOutcome, Given, GivenFact, Promise};
pub use expression::{Aggregate, Choice, Expr, ExprKind, Rounding};
pub use register::{Column, Register, SlotKind};
pub use rules::{
    Benefit, Body, Cap, Deem, Define, Exclusion, Header, HigherOf, Other, Reading, Requirement, Together, TopUp,
};
pub use types::{CATEGORIES, LEVELS, MONEY_SCALE, NUMBER_SCALE, Part, SEXES, Type};

/// A checked policy. Indices refer to the lists of this struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    pub name: String,
    pub header: Header,
    pub bodies: Vec<Body>,
    pub registers: Vec<Register>,
    pub readings: Vec<Reading>,
    pub defines: Vec<Define>,
    pub benefits: Vec<Benefit>,
    pub exclusions: Vec<Exclusion>,
    pub higher_ofs: Vec<HigherOf>,
    pub top_ups: Vec<TopUp>,
    pub caps: Vec<Cap>,
    pub togethers: Vec<Together>,
    pub deems: Vec<Deem>,
    pub accruals: Vec<Accrual>,
    pub procedures: Vec<Procedure>,
    pub alerts: Vec<Alert>,
    pub duties: Vec<Duty>,
    pub promises: Vec<Promise>,
    pub examples: Vec<Example>,
}

impl Policy {
    /// The registers that some expressions read, through definitions too.
    pub fn registers_in<'a>(&'a self, mut open: Vec<&'a Expr>) -> BTreeSet<usize> {
        let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
        while let Some(expr) = open.pop() {
            match &expr.kind {
                ExprKind::Define(define) if seen.insert(*define) => {
                    open.extend(self.defines.get(*define).map(|define| &define.value));
                }
                ExprKind::Fact { register, .. } | ExprKind::Aggregate { register, .. } => {
                    found.insert(*register);
                }
                _ => {}
            }
            open.extend(expr.children());
        }
        found
    }

    /// `名册` or `名册.栏`, as rules write it.
    pub fn place_name(&self, register: usize, column: Option<usize>) -> String {
        let Some(register) = self.registers.get(register) else { return String::new() };
        match column.and_then(|column| register.columns.get(column)) {
            Some(column) if register.is_key() => column.name.clone(),
            Some(column) => format!("{}.{}", register.name, column.name),
            None => register.name.clone(),
        }
    }
}
