//! Tree -> model: names, types, units, lints. All problems of a file are found in one run.

mod accrual;
mod arithmetic;
mod compare;
mod defines;
mod duties;
mod examples;
mod expression;
mod from_syntax;
mod guards;
pub mod model;
pub mod parts;
mod problem;
mod registers;
mod scale;
mod scope;
mod table;
mod type_names;
mod unused;

pub use problem::Problem;

use crate::diagnostic::{Diagnostic, Severity, sort};
use crate::syntax::ast;
use crate::value::MAX_MEMBERS;
use model::{Define, Expr, Policy};
use scope::{Checker, Meaning};

/// A file after checking.
#[derive(Debug, Clone)]
pub struct Checked {
    /// there unless a problem is an error
    pub policy: Option<Policy>,
    /// sorted by place
    pub problems: Vec<Diagnostic>,
}

/// The reading that says what happens on a tie in 择高, in either language.
pub fn is_tie_reading(name: &str) -> bool {
    name == "择高相等" || name == "tie"
}

/// Its option by which our own benefit stays.
pub fn keeps_ours(option: &str) -> bool {
    option == "保留本补贴" || option == "keep-this"
}

/// Checks a file.
pub fn check(file: &ast::File) -> Checked {
    let mut checker = Checker::new();
    let policy = checker.policy(file);
    let mut problems: Vec<Diagnostic> = checker.problems.iter().map(Problem::report).collect();
    sort(&mut problems);
    if problems.iter().any(|problem| problem.code.starts_with('N')) {
        // what a misspelt name was meant to use would be reported as unused
        problems.retain(|problem| !problem.code.starts_with('L'));
    }
    let sound = problems.iter().all(|problem| problem.severity != Severity::Error);
    Checked { policy: policy.filter(|_| sound), problems }
}

/// The declarations of one kind, in the file's order.
macro_rules! of_kind {
    ($file:expr, $kind:ident) => {
        $file
            .declarations
            .iter()
            .filter_map(|declaration| match declaration {
                ast::Declaration::$kind(inner) => Some(inner),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
}

impl Checker {
    fn policy(&mut self, file: &ast::File) -> Option<Policy> {
        let policies = of_kind!(file, Policy);
        let bodies: Vec<&ast::Body> = of_kind!(file, Bodies).into_iter().flat_map(|bodies| &bodies.bodies).collect();
        let readings = of_kind!(file, Reading);
        let defines = of_kind!(file, Define);
        let benefits = of_kind!(file, Benefit);
        let higher_ofs = of_kind!(file, HigherOf);
        let examples = of_kind!(file, Example);
        if let (Some(first), Some(second)) = (policies.first(), policies.get(1)) {
            self.problems.push(Problem::SecondPolicy { span: second.name.span, first: first.name.span });
        }
        if policies.is_empty() {
            self.problems.push(Problem::NoPolicy);
        }
        let header = policies.first().map(|policy| self.header(policy)).unwrap_or_default();

        bodies.iter().for_each(|body| self.declare_body(&body.name));
        self.benefits = benefits.iter().map(|benefit| benefit.name.text.clone()).take(MAX_MEMBERS).collect();
        self.declare_registers(&of_kind!(file, Register));
        for (index, reading) in readings.iter().enumerate() {
            self.declare(&reading.name, Meaning::Reading(index));
            self.readings.push(reading.options.iter().map(|option| option.name.text.clone()).collect());
        }
        defines.iter().enumerate().for_each(|(index, define)| self.declare(&define.name, Meaning::Define(index)));
        benefits.iter().enumerate().for_each(|(index, benefit)| self.declare(&benefit.name, Meaning::Benefit(index)));
        self.uses_higher_of = !higher_ofs.is_empty();
        self.bases =
            examples.iter().filter_map(|example| example.same_as.as_ref()).map(|name| name.text.clone()).collect();

        let readings_model = readings.iter().map(|reading| self.reading(reading)).collect();
        let typed_defines = self.defines(&defines);
        let deems: Vec<_> = of_kind!(file, Deem).into_iter().filter_map(|deem| self.deem(deem)).collect();
        let typed_benefits: Vec<_> = benefits.iter().map(|benefit| self.benefit(benefit)).collect();
        let alerts = of_kind!(file, Alert);
        let duties = of_kind!(file, Duty);
        let procedures = of_kind!(file, Procedure);
        let promises = of_kind!(file, Promise);
        self.distinct(alerts.iter().map(|alert| &alert.name));
        self.distinct(duties.iter().map(|duty| &duty.name));
        self.distinct(procedures.iter().map(|procedure| &procedure.name));
        self.distinct(promises.iter().map(|promise| &promise.name));
        let model = Policy {
            name: policies.first().map(|policy| policy.name.text.clone()).unwrap_or_default(),
            header,
            bodies: bodies
                .iter()
                .map(|body| model::Body {
                    name: body.name.text.clone(),
                    title: body.title.as_ref().map(|title| title.text.clone()),
                    phones: body.phones.iter().map(|phone| phone.text.clone()).collect(),
                    span: body.name.span,
                })
                .collect(),
            registers: Vec::new(),
            readings: readings_model,
            defines: Vec::new(),
            benefits: Vec::new(),
            exclusions: of_kind!(file, Exclude).into_iter().map(|exclude| self.exclusion(exclude)).collect(),
            higher_ofs: higher_ofs.iter().map(|higher_of| self.higher_of(higher_of)).collect(),
            top_ups: of_kind!(file, TopUp).into_iter().filter_map(|top_up| self.top_up(top_up)).collect(),
            caps: of_kind!(file, Cap).into_iter().filter_map(|cap| self.cap(cap)).collect(),
            togethers: of_kind!(file, Together).into_iter().map(|together| self.together(together)).collect(),
            deems,
            accruals: of_kind!(file, Accrual).into_iter().map(|accrual| self.accrual(accrual)).collect(),
            procedures: procedures.into_iter().map(|procedure| self.procedure(procedure)).collect(),
            alerts: alerts.into_iter().map(|alert| self.alert(alert)).collect(),
            duties: duties.into_iter().map(|duty| self.duty(duty)).collect(),
            promises: promises.into_iter().map(|promise| self.promise(promise)).collect(),
            examples: Vec::new(),
        };
        let used = self.used.clone();
        let examples = self.examples(&examples);
        self.used = used;
        self.unused(&defines, &readings, &bodies);
        self.tie_reading(&readings, &higher_ofs);

        // An incomplete model would have shifted indices: everything below needs all of it.
        let complete = typed_defines.iter().all(Option::is_some) && typed_benefits.iter().all(Option::is_some);
        let defines: Vec<Define> = typed_defines.into_iter().flatten().collect();
        let benefits: Vec<model::Benefit> = typed_benefits.into_iter().flatten().collect();
        if !complete {
            return None;
        }
        let model = Policy { defines, benefits, examples, registers: self.registers.clone(), ..model };
        self.whole(&model);
        Some(model)
    }

    /// Checks that need the whole model.
    fn whole(&mut self, policy: &Policy) {
        self.deemed_twice(policy);
        let guards = guards::Guards { registers: &policy.registers, defines: &policy.defines };
        let mut problems = Vec::new();
        for define in &policy.defines {
            problems.extend(guards.unguarded(&define.value, std::iter::empty()));
        }
        for benefit in &policy.benefits {
            let required = || benefit.requirements.iter().map(|requirement| &requirement.condition);
            for requirement in &benefit.requirements {
                problems.extend(guards.unguarded(&requirement.condition, required()));
            }
            problems.extend(guards.unguarded_amount(&benefit.rate, required()));
        }
        for condition in conditions(policy) {
            problems.extend(guards.unguarded(condition, std::iter::empty()));
        }
        self.problems.extend(problems);
    }

    fn deemed_twice(&mut self, policy: &Policy) {
        for (index, deem) in policy.deems.iter().enumerate() {
            let same = |other: &&model::Deem| (other.register, other.column) == (deem.register, deem.column);
            if let Some(first) = policy.deems.iter().take(index).find(same) {
                let name = self.column_name(deem.register, deem.column);
                self.problems.push(Problem::DeemedTwice { span: deem.span, name, first: first.span });
            }
        }
    }

    fn tie_reading(&mut self, readings: &[&ast::Reading], higher_ofs: &[&ast::HigherOf]) {
        let declared = readings.iter().find(|reading| is_tie_reading(&reading.name.text));
        match (declared, higher_ofs.first()) {
            (None, Some(first)) => self.problems.push(Problem::NoTieReading { span: first.span }),
            (Some(reading), _) => {
                let known = ["保留其他待遇", "keep-other", "保留本补贴", "keep-this"];
                for option in &reading.options {
                    if !known.contains(&option.name.text.as_str()) {
                        self.problems.push(Problem::NotAMember {
                            span: option.name.span,
                            name: option.name.text.clone(),
                            members: known.map(str::to_string).to_vec(),
                            suggestion: None,
                        });
                    }
                }
            }
            (None, None) => {}
        }
        let mut bound: Vec<&str> = Vec::new();
        for higher_of in higher_ofs {
            for benefit in &higher_of.benefits {
                if !bound.contains(&benefit.text.as_str()) {
                    bound.push(&benefit.text);
                }
            }
            if bound.len() > MAX_TOGETHER {
                let what = crate::diagnostic::Message::new("各条择高涉及的补贴", "benefits in choices");
                self.problems.push(Problem::TooMany { span: higher_of.span, what, limit: MAX_TOGETHER });
                return;
            }
        }
    }
}

/// Most benefits that all choices (择高) of a policy may bind: every set of them is weighed.
pub const MAX_TOGETHER: usize = 12;

/// All conditions of a policy outside definitions and benefits.
fn conditions(policy: &Policy) -> impl Iterator<Item = &Expr> {
    let whens = (policy.exclusions.iter().map(|rule| &rule.when))
        .chain(policy.higher_ofs.iter().map(|rule| &rule.when))
        .chain(policy.top_ups.iter().map(|rule| &rule.when))
        .chain(policy.caps.iter().map(|rule| &rule.when))
        .chain(policy.togethers.iter().map(|rule| &rule.when))
        .chain(policy.deems.iter().map(|rule| &rule.when))
        .chain(policy.alerts.iter().map(|rule| &rule.when))
        .chain(policy.accruals.iter().flat_map(|accrual| accrual.items.iter().map(|item| &item.when)))
        .chain(policy.procedures.iter().flat_map(|procedure| {
            procedure.stages.iter().flat_map(|stage| stage.documents.iter().map(|document| &document.when))
        }));
    whens.flatten().chain(policy.promises.iter().flat_map(|promise| &promise.claims))
}
