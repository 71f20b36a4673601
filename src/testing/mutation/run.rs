//! Runs the tests with every mutant, and asks for a proof or a case where none of them notices.

use super::example_text::example_text;
use super::mutant::Mutant;
use super::sites::mutants;
use crate::calendar::{Decider, Decision, days_in_force};
use crate::cases;
use crate::diagnostic::{Lang, Message};
use crate::plan::{Plan, compile, decided_alike};
use crate::syntax::parse;
use crate::testing::golden::{Golden, run_golden};
use crate::testing::run::run;
use crate::testing::test::Test;
use crate::value::Month;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

/// What is known of two plans over all cases there can be.
#[derive(Debug, Clone, PartialEq)]
pub enum Proof {
    /// no case tells them apart
    Equivalent,
    Differs(ProvenCase),
    /// why nothing could be proved
    Undecided(Message),
}

/// A case on which two plans differ.
#[derive(Debug, Clone, PartialEq)]
pub struct ProvenCase {
    pub month: Month,
    /// header and text of each fact, as a wide sheet has them
    pub cells: Vec<(String, String)>,
}

/// What becomes of a mutant.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// the first test that fails with it
    Killed {
        by: String,
    },
    /// 不影响补贴: the readings in force leave the changed rule without effect on benefits
    Idle,
    /// proved to decide every case like the policy
    Equivalent,
    Survived(KillingCase),
    /// no test fails, and it is not known whether one could
    Undecided(Message),
}

/// A case that would notice a mutant, as a test ready to be pasted.
#[derive(Debug, Clone, PartialEq)]
pub struct KillingCase {
    pub month: Month,
    pub cells: Vec<(String, String)>,
    /// for each benefit on which they differ its index, the policy's decision and the mutant's
    pub differs: Vec<(usize, Decision, Decision)>,
    /// a 用例 in the language of the policy
    pub example: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Mutated {
    pub mutant: Mutant,
    pub fate: Fate,
}

/// All mutants in the policy's order.
#[derive(Debug, Clone, PartialEq)]
pub struct Mutation {
    pub mutants: Vec<Mutated>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub killed: usize,
    pub equivalent: usize,
    pub survived: usize,
    pub undecided: usize,
    pub idle: usize,
}

impl Mutation {
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for mutated in &self.mutants {
            *match mutated.fate {
                Fate::Killed { .. } => &mut counts.killed,
                Fate::Equivalent => &mut counts.equivalent,
                Fate::Survived(_) => &mut counts.survived,
                Fate::Undecided(_) => &mut counts.undecided,
                Fate::Idle => &mut counts.idle,
            } += 1;
        }
        counts
    }
}

/// The tests that do not come out with a plan, by name; they could kill nothing.
pub fn failing(plan: &Plan, tests: &[Test], goldens: &[Golden]) -> Vec<String> {
    let mut decider = Decider::new(plan);
    let failed = tests.iter().filter(|test| run(plan, &mut decider, test).failed()).map(|test| test.name.clone());
    let mut names: Vec<String> = failed.collect();
    names.extend(goldens.iter().filter(|golden| differs(plan, golden)).map(|golden| golden.name.clone()));
    names
}

/// What is asked about a mutant that no test kills: the policy's plan and the mutant's.
pub type Prove<'a> = dyn Fn(&Plan, &Plan) -> Proof + Sync + 'a;

/// Makes every mutant of a policy and runs the tests with it up to the first that fails. All tests come out with
/// the policy itself ([`failing`]). `prove` is asked about the mutants that no test kills.
pub fn mutate(plan: &Plan, tests: &[Test], goldens: &[Golden], prove: &Prove<'_>) -> Mutation {
    let readings: Vec<(String, String)> = plan
        .policy
        .readings
        .iter()
        .zip(&plan.chosen)
        .filter_map(|(reading, chosen)| Some((reading.name.clone(), reading.options.get(*chosen)?.clone())))
        .collect();
    let lang = parse(&plan.source).keywords;
    let fates = mutants(plan).into_par_iter().enumerate().map(|(index, mutant)| {
        let number = index + 1;
        let name = match lang {
            Lang::Zh => format!("{}第{number}处", mutant.rule.zh),
            Lang::En => format!("{} {number}", mutant.rule.en),
        };
        let changed = compile(mutant.applied(&plan.policy), &plan.source, &readings);
        let fate = match changed {
            Ok(changed) => fate(plan, &changed, &name, tests, goldens, prove),
            Err(_) => Fate::Undecided(Message::new("改动后不能运行", "the changed policy cannot be run")),
        };
        Mutated { mutant, fate }
    });
    Mutation { mutants: fates.collect() }
}

fn fate(plan: &Plan, changed: &Plan, name: &str, tests: &[Test], goldens: &[Golden], prove: &Prove<'_>) -> Fate {
    if decided_alike(plan, changed).iter().all(|alike| *alike) {
        return Fate::Idle;
    }
    let mut decider = Decider::new(changed);
    if let Some(killer) = tests.iter().find(|test| run(changed, &mut decider, test).failed()) {
        return Fate::Killed { by: killer.name.clone() };
    }
    if let Some(killer) = goldens.iter().find(|golden| differs(changed, golden)) {
        return Fate::Killed { by: killer.name.clone() };
    }
    match prove(plan, changed) {
        Proof::Equivalent => Fate::Equivalent,
        Proof::Undecided(why) => Fate::Undecided(why),
        Proof::Differs(case) => killing_case(plan, changed, name, case),
    }
}

fn differs(plan: &Plan, golden: &Golden) -> bool {
    golden.skip.is_none() && !run_golden(plan, golden).is_ok_and(|result| result.passed())
}

/// The case checked by the ordinary run, and written out as a test.
fn killing_case(plan: &Plan, changed: &Plan, name: &str, case: ProvenCase) -> Fate {
    let (before, after) = (decisions(plan, &case), decisions(changed, &case));
    let Some((before, after)) = before.zip(after) else {
        return Fate::Undecided(Message::new("找到的例子读不了", "the case found cannot be read"));
    };
    let pairs = before.iter().zip(&after).enumerate();
    let differs: Vec<(usize, Decision, Decision)> = pairs
        .filter(|(_, (one, two))| (one.status, one.amount) != (two.status, two.amount))
        .map(|(benefit, (one, two))| (benefit, *one, *two))
        .collect();
    if differs.is_empty() {
        return Fate::Undecided(Message::new("找到的例子改动前后结果一样", "the case found comes out the same"));
    }
    let example = example_text(plan, name, &case, &before);
    Fate::Survived(KillingCase { month: case.month, cells: case.cells, differs, example })
}

fn decisions(plan: &Plan, case: &ProvenCase) -> Option<Vec<Decision>> {
    let facts = facts(plan, case)?;
    let (first, last) = days_in_force(&plan.policy, case.month).ok()?;
    Some(Decider::new(plan).decide(&facts, first, last).to_vec())
}

/// The facts of a case, as its cells say.
pub(super) fn facts(plan: &Plan, case: &ProvenCase) -> Option<crate::eval::Facts> {
    let cells = case.cells.iter().map(|(header, text)| (header.clone(), json!(text)));
    let mut record: Map<String, Value> = cells.collect();
    crate::testing::test::name_it(plan, &mut record, "1");
    let bytes = Value::Array(vec![Value::Object(record)]).to_string();
    let batch = cases::read(plan, "", bytes.as_bytes(), cases::Format::Json).ok()?;
    batch.cases.into_iter().next().map(|case| case.facts)
}
