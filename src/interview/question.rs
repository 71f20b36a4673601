//! What can be asked: one header of a sheet at a time.

use crate::cases::Form;
use crate::check::model::{SlotKind, Type};
use crate::eval::Facts;
use crate::plan::Plan;

/// A question: a fact by its header, and how it may be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// the header that an answer is filed under
    pub header: String,
    /// index of the register
    pub register: usize,
    /// index of its column; none: whether the person is in the register
    pub column: Option<usize>,
    /// the words to choose from; empty where any text of its type may be the answer
    pub choices: Vec<String>,
    /// the word for a fact that is known not to be
    pub none: Option<&'static str>,
    /// the word for not being in the register
    pub not_listed: Option<&'static str>,
}

/// The questions about some open facts, in slot order, each once.
pub(super) fn questions(plan: &Plan, form: &Form<'_>, facts: &Facts, open: &[usize]) -> Vec<Question> {
    let mut found: Vec<Question> = Vec::new();
    for slot in open.iter().filter_map(|slot| plan.slots.get(*slot)) {
        let place = match slot.kind {
            SlotKind::Listed => membership(plan, form, slot.register),
            SlotKind::Column(column) | SlotKind::Present(column) | SlotKind::Part(column, _) => {
                Some((slot.register, Some(column)))
            }
        };
        let Some((register, column)) = place else { continue };
        // of what happened the day comes first: without it nothing else is known
        let column = undated(plan, facts, register).or(column);
        if !found.iter().any(|question| (question.register, question.column) == (register, column)) {
            found.extend(question(plan, form, facts, register, column));
        }
    }
    found
}

/// What tells whether the person is in a register: the day of a 逐次 register, its yes/no, or the column that bears its name, or else its first.
pub(super) fn membership(plan: &Plan, form: &Form<'_>, register: usize) -> Option<(usize, Option<usize>)> {
    let model = plan.registers.get(register).filter(|model| !model.is_key())?;
    if model.dated_by.is_some() {
        return Some((register, model.dated_by));
    }
    let named = form.place(&model.listed_header).filter(|(of, _)| *of == register);
    named.or_else(|| (!model.columns.is_empty()).then_some((register, Some(0))))
}

/// The column with the day of a 逐次 register, if no day has been given.
fn undated(plan: &Plan, facts: &Facts, register: usize) -> Option<usize> {
    let given = facts.dated.iter().any(|dated| dated.register == register);
    plan.registers.get(register)?.dated_by.filter(|_| !given)
}

fn question(plan: &Plan, form: &Form<'_>, facts: &Facts, register: usize, column: Option<usize>) -> Option<Question> {
    let model = plan.registers.get(register)?;
    let is_place = |header: &&String| form.place(header) == Some((register, column));
    let (header, ty) = match column {
        None => (model.listed_header.clone(), &Type::Truth),
        Some(index) => {
            let column = model.columns.get(index)?;
            // a header may be that of another register's column, too
            let full = format!("{}.{}", model.name, column.name);
            (column.headers.iter().find(is_place).cloned().unwrap_or(full), &column.ty)
        }
    };
    let listed = plan.first_slots.get(register).and_then(|slot| facts.values.get(*slot));
    let may_lack_row = !listed.is_some_and(|listed| listed.is_yes());
    let not_listed = column.and_then(|_| form.word_for_not_listed(&header)).filter(|_| may_lack_row);
    let none = form.word_for_none(&header);
    let mut choices: Vec<String> = match ty {
        // 否 already says that there is no row
        Type::Truth if not_listed.is_some() && form.is_not_listed(&header, "否") => {
            return Some(Question {
                choices: vec!["是".to_string(), "否".to_string()],
                not_listed: Some("否"),
                header,
                register,
                column,
                none: None,
            });
        }
        Type::Truth => vec!["是".to_string(), "否".to_string()],
        Type::Enumeration(members) => members.to_vec(),
        _ => Vec::new(),
    };
    if !choices.is_empty() {
        for word in [none, not_listed].into_iter().flatten() {
            if !choices.iter().any(|choice| choice == word) {
                choices.push(word.to_string());
            }
        }
    }
    Some(Question { header, register, column, choices, none, not_listed })
}
