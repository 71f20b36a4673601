//! Where in a model an expression that decides benefits stands.

use crate::check::model::{Expr, Policy};
use crate::diagnostic::{Lang, Message};
use crate::plan::Plan;
use crate::syntax::{Keyword, word};

/// An expression of a rule. Numbers are indices into the lists of [`Policy`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Define(usize),
    Requirement { benefit: usize, line: usize },
    Rate(usize),
    Exclusion(usize),
    HigherOf(usize),
    Other { rule: usize, other: usize },
    TopUp(usize),
    TopUpOther(usize),
    Cap(usize),
    CapLimit(usize),
    Deem(usize),
    DeemValue(usize),
}

/// Every place of a policy, in the order of [`Policy`].
pub(super) fn places(policy: &Policy) -> Vec<Place> {
    let mut places: Vec<Place> = (0..policy.defines.len()).map(Place::Define).collect();
    for (benefit, model) in policy.benefits.iter().enumerate() {
        places.extend((0..model.requirements.len()).map(|line| Place::Requirement { benefit, line }));
        places.push(Place::Rate(benefit));
    }
    places.extend((0..policy.exclusions.len()).map(Place::Exclusion));
    for (rule, model) in policy.higher_ofs.iter().enumerate() {
        places.push(Place::HigherOf(rule));
        places.extend((0..model.others.len()).map(|other| Place::Other { rule, other }));
    }
    places.extend((0..policy.top_ups.len()).flat_map(|rule| [Place::TopUp(rule), Place::TopUpOther(rule)]));
    places.extend((0..policy.caps.len()).flat_map(|rule| [Place::Cap(rule), Place::CapLimit(rule)]));
    places.extend((0..policy.deems.len()).flat_map(|rule| [Place::Deem(rule), Place::DeemValue(rule)]));
    places
}

impl Place {
    pub(super) fn expr(self, policy: &Policy) -> Option<&Expr> {
        match self {
            Place::Define(at) => Some(&policy.defines.get(at)?.value),
            Place::Requirement { benefit, line } => {
                Some(&policy.benefits.get(benefit)?.requirements.get(line)?.condition)
            }
            Place::Rate(at) => Some(&policy.benefits.get(at)?.rate),
            Place::Exclusion(at) => policy.exclusions.get(at)?.when.as_ref(),
            Place::HigherOf(at) => policy.higher_ofs.get(at)?.when.as_ref(),
            Place::Other { rule, other } => Some(&policy.higher_ofs.get(rule)?.others.get(other)?.amount),
            Place::TopUp(at) => policy.top_ups.get(at)?.when.as_ref(),
            Place::TopUpOther(at) => Some(&policy.top_ups.get(at)?.other),
            Place::Cap(at) => policy.caps.get(at)?.when.as_ref(),
            Place::CapLimit(at) => Some(&policy.caps.get(at)?.limit),
            Place::Deem(at) => policy.deems.get(at)?.when.as_ref(),
            Place::DeemValue(at) => Some(&policy.deems.get(at)?.value),
        }
    }

    pub(super) fn expr_mut(self, policy: &mut Policy) -> Option<&mut Expr> {
        match self {
            Place::Define(at) => Some(&mut policy.defines.get_mut(at)?.value),
            Place::Requirement { benefit, line } => {
                Some(&mut policy.benefits.get_mut(benefit)?.requirements.get_mut(line)?.condition)
            }
            Place::Rate(at) => Some(&mut policy.benefits.get_mut(at)?.rate),
            Place::Exclusion(at) => policy.exclusions.get_mut(at)?.when.as_mut(),
            Place::HigherOf(at) => policy.higher_ofs.get_mut(at)?.when.as_mut(),
            Place::Other { rule, other } => Some(&mut policy.higher_ofs.get_mut(rule)?.others.get_mut(other)?.amount),
            Place::TopUp(at) => policy.top_ups.get_mut(at)?.when.as_mut(),
            Place::TopUpOther(at) => Some(&mut policy.top_ups.get_mut(at)?.other),
            Place::Cap(at) => policy.caps.get_mut(at)?.when.as_mut(),
            Place::CapLimit(at) => Some(&mut policy.caps.get_mut(at)?.limit),
            Place::Deem(at) => policy.deems.get_mut(at)?.when.as_mut(),
            Place::DeemValue(at) => Some(&mut policy.deems.get_mut(at)?.value),
        }
    }

    /// The clauses that the rule cites.
    pub(super) fn clauses(self, policy: &Policy) -> Vec<String> {
        let cited = match self {
            Place::Define(at) => policy.defines.get(at).map(|rule| &rule.basis),
            Place::Requirement { benefit, line } => {
                policy.benefits.get(benefit).and_then(|model| model.requirements.get(line)).map(|rule| &rule.basis)
            }
            Place::Rate(at) => policy.benefits.get(at).map(|model| &model.rate_basis),
            Place::Exclusion(at) => policy.exclusions.get(at).map(|rule| &rule.basis),
            Place::HigherOf(at) => policy.higher_ofs.get(at).and_then(|rule| rule.others.first()).map(|o| &o.basis),
            Place::Other { rule, other } => {
                policy.higher_ofs.get(rule).and_then(|rule| rule.others.get(other)).map(|other| &other.basis)
            }
            Place::TopUp(at) | Place::TopUpOther(at) => policy.top_ups.get(at).map(|rule| &rule.basis),
            Place::Cap(at) | Place::CapLimit(at) => policy.caps.get(at).map(|rule| &rule.basis),
            Place::Deem(at) | Place::DeemValue(at) => policy.deems.get(at).map(|rule| &rule.basis),
        };
        cited.cloned().unwrap_or_default()
    }

    /// The rule in words.
    pub(super) fn words(self, plan: &Plan) -> Message {
        let policy = &plan.policy;
        let benefit = |at: usize| policy.benefits.get(at).map(|benefit| benefit.name.as_str()).unwrap_or_default();
        let benefits = |list: &[usize]| list.iter().map(|at| benefit(*at)).collect::<Vec<_>>().join(" + ");
        let led = |keyword: Keyword, rest: &str| {
            let by = |lang| format!("{} {rest}", word(keyword, lang));
            Message::new(by(Lang::Zh), by(Lang::En))
        };
        let of = |at: usize, keyword: Keyword, rest: &str| {
            let by = |lang| format!("{} {} {rest}", benefit(at), word(keyword, lang)).trim().to_string();
            Message::new(by(Lang::Zh), by(Lang::En))
        };
        let cited = |list: &[crate::plan::Cited], at: usize| list.get(at).map(|(words, _)| words.to_string());
        match self {
            Place::Define(at) => {
                led(Keyword::kw_define, policy.defines.get(at).map(|define| define.name.as_str()).unwrap_or_default())
            }
            Place::Requirement { benefit, line } => {
                let lines = plan.wording.benefits.get(benefit).map(|words| words.requirements.as_slice());
                of(benefit, Keyword::kw_all_of, &cited(lines.unwrap_or_default(), line).unwrap_or_default())
            }
            Place::Rate(at) => of(at, Keyword::kw_rate, ""),
            Place::Exclusion(at) => led(Keyword::kw_exclude, &cited(&plan.wording.exclusions, at).unwrap_or_default()),
            Place::HigherOf(at) => {
                let rule = policy.higher_ofs.get(at);
                led(Keyword::kw_higher_of, &rule.map(|rule| benefits(&rule.benefits)).unwrap_or_default())
            }
            Place::Other { rule, other } => {
                let ours = policy.higher_ofs.get(rule).map(|rule| benefits(&rule.benefits)).unwrap_or_default();
                let names = plan.wording.others.get(rule).map(Vec::as_slice).unwrap_or_default();
                let name = cited(names, other).unwrap_or_default();
                let by = |lang| {
                    format!("{} {ours} {} {name}", word(Keyword::kw_higher_of, lang), word(Keyword::kw_with, lang))
                };
                Message::new(by(Lang::Zh), by(Lang::En))
            }
            Place::TopUp(at) | Place::TopUpOther(at) => {
                led(Keyword::kw_top_up, &policy.top_ups.get(at).map(|r| benefits(&r.benefits)).unwrap_or_default())
            }
            Place::Cap(at) | Place::CapLimit(at) => {
                led(Keyword::kw_cap, &policy.caps.get(at).map(|rule| benefits(&rule.benefits)).unwrap_or_default())
            }
            Place::Deem(at) | Place::DeemValue(at) => {
                let deem = policy.deems.get(at);
                let column = deem.and_then(|deem| policy.registers.get(deem.register)?.columns.get(deem.column));
                led(Keyword::kw_deem, column.map(|column| column.name.as_str()).unwrap_or_default())
            }
        }
    }
}
