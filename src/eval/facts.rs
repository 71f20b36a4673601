//! The facts of one case, as the evaluator reads them.

use super::Value;
use crate::plan::{Plan, missing};

/// Everything that is known about one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// One value for each slot of the plan. For registers that also appear in `dated` these are ignored.
    pub values: Vec<Value>,
    /// Registers of which this person has dated rows, or several rows.
    pub dated: Vec<DatedRows>,
    /// Texts that are no constants of the plan: number `plan.texts.len() + index` in this case.
    pub texts: Vec<String>,
}

impl Facts {
    /// Those of somebody of whom nothing is known.
    pub fn unknown(plan: &Plan) -> Facts {
        let values = plan.slots.iter().filter_map(|slot| Some(missing(slot.kind, plan.registers.get(slot.register)?)));
        Facts { values: values.collect(), dated: Vec::new(), texts: Vec::new() }
    }
}

/// The rows of one register for one person, in order of their first day, then of the file. Those of a 逐次 register
/// may overlap: the last one that covers a day counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedRows {
    /// index of the register
    pub register: usize,
    pub rows: Vec<FactRow>,
}

/// One row of a register and the days it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    /// first day (起); `i64::MIN` when blank
    pub from: i64,
    /// last day that counts (止); `i64::MAX` when blank
    pub until: i64,
    /// the day on which the office learned of it (得知日期)
    pub learned: Option<i64>,
    /// one value for each slot of the register, in slot order
    pub values: Vec<Value>,
}
