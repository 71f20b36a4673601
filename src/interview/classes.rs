//! The answers that a question may get, as far as the policy tells them apart: one text for each kind of answer.

use super::question::Question;
use crate::check::model::{Column, Part, SlotKind, Type};
use crate::eval::{Facts, Moment};
use crate::explain::{amount_text, literal_text, thresholds};
use crate::identity::IdentityNumber;
use crate::plan::Plan;
use crate::value::Day;

/// Texts that stand for the kinds of answers.
#[derive(Debug, Default)]
pub(super) struct Classes {
    /// there is no row, or no such fact
    pub(super) absent: Vec<String>,
    pub(super) present: Vec<String>,
}

/// How many values of a number or a date are tried at most.
const MOST_POINTS: usize = 8;
/// Texts that no policy names; one of them resembles none of those it does.
const OTHERS: [&str; 3] = ["其他", "甲乙丙丁", "…"];
/// A region that no place has.
const NOWHERE: &str = "999999";
/// A day of birth where no condition asks for it: days before the month looked at.
const ADULT: i64 = 40 * 365;

pub(super) fn classes(plan: &Plan, facts: &Facts, moments: &[Moment], question: &Question) -> Classes {
    let words = [question.none, question.not_listed].into_iter().flatten().map(str::to_string);
    let mut classes = Classes { absent: words.collect(), present: Vec::new() };
    let register = plan.registers.get(question.register);
    let column = register.zip(question.column).and_then(|(register, column)| register.columns.get(column));
    let Some(column) = column else {
        return Classes { absent: vec!["否".to_string()], present: vec!["是".to_string()] };
    };
    if question.choices.is_empty() {
        classes.present = Points { plan, facts, moments, question }.texts(column);
    } else {
        let absent = &classes.absent;
        classes.present = question.choices.iter().filter(|choice| !absent.contains(choice)).cloned().collect();
    }
    classes
}

struct Points<'a> {
    plan: &'a Plan,
    facts: &'a Facts,
    moments: &'a [Moment],
    question: &'a Question,
}

impl Points<'_> {
    fn texts(&self, column: &Column) -> Vec<String> {
        let own = |index: usize| SlotKind::Column(index);
        let numbers = |otherwise: i64| self.numbers(own, otherwise);
        let first = self.moments.first().map_or(Day(0), |moment| moment.day);
        match &column.ty {
            Type::Money { .. } | Type::Monthly { .. } => numbers(10_000).into_iter().map(amount_text).collect(),
            Type::Number { .. } => numbers(0).into_iter().map(|number| literal_text(&column.ty, number).zh).collect(),
            Type::Date => numbers(first.0).into_iter().map(|day| Day(day).to_string()).collect(),
            Type::Month => {
                let month = first.month().map_or(0, |month| month.0);
                numbers(month).into_iter().map(|month| literal_text(&column.ty, month).zh).collect()
            }
            Type::Identity => self.identities(),
            Type::Card => self.cards(),
            Type::Truth | Type::Enumeration(_) | Type::Text => {
                let others = OTHERS.iter().map(|other| other.to_string());
                self.named(own).into_iter().chain(others).collect()
            }
        }
    }

    fn slot(&self, kind: SlotKind) -> Option<usize> {
        self.plan.slots.iter().position(|slot| slot.register == self.question.register && slot.kind == kind)
    }

    /// Values on both sides of every point where a condition turns, or one value if there is none.
    fn numbers(&self, kind: impl Fn(usize) -> SlotKind, otherwise: i64) -> Vec<i64> {
        let slot = self.question.column.and_then(|column| self.slot(kind(column)));
        let points = slot.map(|slot| thresholds(self.plan, self.facts, self.moments, slot, false)).unwrap_or_default();
        if points.is_empty() {
            return vec![otherwise];
        }
        let step = points.len().div_ceil(MOST_POINTS);
        points.into_iter().step_by(step).collect()
    }

    /// The texts that conditions compare it with.
    fn named(&self, kind: impl Fn(usize) -> SlotKind) -> Vec<String> {
        let slot = self.question.column.and_then(|column| self.slot(kind(column)));
        let points = slot.map(|slot| thresholds(self.plan, self.facts, self.moments, slot, true)).unwrap_or_default();
        let mut texts = Vec::new();
        for point in points {
            let number = usize::try_from(point).unwrap_or(usize::MAX);
            let own = number.checked_sub(self.plan.texts.len()).and_then(|own| self.facts.texts.get(own));
            if let Some(text) = self.plan.texts.get(number).or(own).filter(|text| !texts.contains(*text)) {
                texts.push(text.clone());
            }
        }
        texts
    }

    /// Invented numbers that differ in one part at a time.
    fn identities(&self) -> Vec<String> {
        let part = |part: Part| move |column: usize| SlotKind::Part(column, part);
        let first = self.moments.first().map_or(Day(0), |moment| moment.day);
        let births = self.numbers(part(Part::BirthDate), first.0 - ADULT);
        let regions = self.named(part(Part::Region));
        let usual = births.first().copied().unwrap_or(first.0 - ADULT);
        let invented = births
            .iter()
            .map(|birth| (NOWHERE, *birth, 1))
            .chain(regions.iter().map(|region| (region.as_str(), usual, 1)))
            .chain([(NOWHERE, usual, 2)]);
        invented
            .filter(|(region, _, _)| region.len() == NOWHERE.len())
            .filter_map(|(region, birth, order)| IdentityNumber::invented(region, Day(birth), order))
            .map(|number| number.as_str().to_string())
            .collect()
    }

    fn cards(&self) -> Vec<String> {
        let identities = self.identities();
        let usual = identities.first().cloned().unwrap_or_default();
        let by_digits = (1..=7).map(|category| (category, 1)).chain((2..=4).map(|level| (1, level)));
        let digits = by_digits.map(|(category, level)| format!("{usual}{category}{level}"));
        digits.chain(identities.iter().skip(1).map(|identity| format!("{identity}11"))).collect()
    }
}
