//! What an edit changes for whom, against the plain evaluation of many cases about every threshold.

use crate::generate::{edge_records, edited, policy, some_day};
use crate::support::*;
use polcheck::calendar::Day;
use polcheck::check::check;
use polcheck::diff::{Atlas, Direction, Impact, Proof, Verdict, impact, prove};
use polcheck::eval::{Evaluation, Facts};
use polcheck::plan::{Plan, compile};
use polcheck::region::Limits;
use polcheck::syntax::parse;
use proptest::prelude::*;

/// A plan, unless the text is no sound policy.
fn sound(source: &str) -> Option<Plan> {
    let parsed = parse(source);
    if !parsed.problems.is_empty() {
        return None;
    }
    compile(check(&parsed.file).policy?, source, &[]).ok()
}

fn limits() -> Limits {
    Limits { regions: 1_500 }
}

/// What two versions do, and the cases that show it.
struct Pair<'p> {
    old: &'p Plan,
    new: &'p Plan,
    impact: Impact,
    atlas: Atlas<'p>,
}

#[derive(Default)]
struct Count {
    cases: usize,
    differing: usize,
    undecided: usize,
}

impl<'p> Pair<'p> {
    fn new(old: &'p Plan, new: &'p Plan) -> Pair<'p> {
        let (impact, atlas) = impact(old, new, limits());
        Pair { old, new, impact, atlas }
    }

    fn what(&self) -> String {
        let words = |list: &[polcheck::diagnostic::Message]| {
            list.iter().map(|words| words.zh.to_string()).collect::<Vec<_>>().join("；")
        };
        let lines = self.impact.lines.iter().map(|line| {
            format!(
                "{} {} -> {} {:?}: {}",
                line.benefit,
                line.before.zh,
                line.after.zh,
                line.direction,
                words(&line.conditions)
            )
        });
        let undecided = self.impact.undecided.iter();
        let undecided =
            undecided.map(|one| format!("未能判定 {} {}: {}", one.benefit, one.expression, words(&one.conditions)));
        lines.chain(undecided).collect::<Vec<_>>().join("\n")
    }

    /// Each case that differs lies in a line that says how, and each case in a line differs so.
    fn assert_cases(&self, old_facts: &[Facts], new_facts: &[Facts], days: &[Day]) -> Count {
        let mut count = Count::default();
        let (mut before, mut after) = (Evaluation::new(self.old), Evaluation::new(self.new));
        for (old_facts, new_facts) in old_facts.iter().zip(new_facts) {
            for day in days {
                before.run(old_facts, *day);
                after.run(new_facts, *day);
                self.assert_case(&before, &after, &mut count, *day);
            }
        }
        count
    }

    fn assert_case(&self, before: &Evaluation<'_>, after: &Evaluation<'_>, count: &mut Count, day: Day) {
        for found in &self.impact.benefits {
            let paid = |evaluation: &Evaluation<'_>| {
                let plan = evaluation.plan();
                let place = plan.policy.benefits.iter().position(|benefit| benefit.name == found.name);
                place.map_or(polcheck::eval::Value::known(0), |place| evaluation.value(plan.benefits[place].payable))
            };
            let (one, two) = (paid(before), paid(after));
            if !one.is_known() || !two.is_known() {
                continue;
            }
            count.cases += 1;
            let is_undecided = self.impact.undecided.iter().any(|open| open.benefit == found.name);
            let what = || {
                format!(
                    "{} {day} {one:?} -> {two:?}\n{}\n{:?}\n{}",
                    found.name,
                    self.what(),
                    found.verdict,
                    facts_text(before)
                )
            };
            let lines = self.impact.lines.iter().enumerate().filter(|(_, line)| line.benefit == found.name);
            let mut is_told = false;
            for (place, line) in lines {
                let Some(amounts) = self.atlas.amounts(place, before, after) else { continue };
                assert_eq!(amounts, [one, two], "line {place}\n{}", what());
                assert_eq!(line.direction, direction(one.lo, two.lo), "{}", what());
                is_told = true;
            }
            if one != two {
                count.differing += 1;
                count.undecided += usize::from(!is_told);
                assert!(is_told || is_undecided, "not told\n{}", what());
                match found.verdict {
                    Verdict::Equivalent => panic!("{}", what()),
                    Verdict::OnlyMore => assert!(two.lo > one.lo, "{}", what()),
                    Verdict::OnlyLess => assert!(two.lo < one.lo, "{}", what()),
                    Verdict::MoreAndLess | Verdict::Undecided => {}
                }
            }
        }
    }
}

fn direction(before: i64, after: i64) -> Direction {
    match (before, after) {
        (0, _) => Direction::Gain,
        (_, 0) => Direction::Loss,
        _ if after > before => Direction::More,
        _ => Direction::Less,
    }
}

fn facts_text(evaluation: &Evaluation<'_>) -> String {
    let plan = evaluation.plan();
    let slots = plan.slots.iter().enumerate().map(|(index, slot)| {
        let register = &plan.registers[slot.register];
        let value = evaluation.value(polcheck::plan::NodeId(index as u32));
        format!("{} {:?} {}..{}", register.name, slot.kind, value.lo, value.hi)
    });
    slots.collect::<Vec<_>>().join("\n")
}

fn days_of(dates: &[&str]) -> Vec<Day> {
    dates.iter().map(|date| Day::from_date(date.parse().unwrap())).collect()
}

fn assert_equivalent(old: &Plan, new: &Plan) {
    let pair = Pair::new(old, new);
    let is_same = pair.impact.benefits.iter().all(|benefit| benefit.verdict == Verdict::Equivalent);
    assert!(is_same, "{}\n{}\n{}", pair.what(), old.source, new.source);
    assert_eq!(prove(old, new, limits()), Proof::Equivalent);
}

/// The lines about random cases are right.
fn assert_pair(old: &Plan, new: &Plan, records: &[crate::generate::Record], days: &[Day]) -> Count {
    let pair = Pair::new(old, new);
    pair.assert_cases(&facts_of(old, records), &facts_of(new, records), days)
}

proptest! {
    #![proptest_config(tries(40))]

    #[test]
    fn an_edit_changes_what_its_lines_say((old, new) in edited(), records in edge_records(60), day in some_day()) {
        let plans = (sound(&old.source()), sound(&new.source()));
        prop_assume!(plans.0.is_some() && plans.1.is_some());
        let (Some(old), Some(new)) = plans else { unreachable!() };
        let count = assert_pair(&old, &new, &records, &days_of(&[&day, "2023-03-12", "2023-03-31"]));
        println!("edit {} {} {}", count.cases, count.differing, count.undecided);
    }

    #[test]
    fn a_policy_is_equivalent_to_itself(policy in policy()) {
        let plan = plan(&policy.source());
        assert_equivalent(&plan, &plan);
    }
}

proptest! {
    #![proptest_config(tries(6))]

    #[test]
    fn two_policies_differ_as_the_lines_say(old in policy(), new in policy(), records in edge_records(60), day in some_day()) {
        let (old, new) = (plan(&old.source()), plan(&new.source()));
        let count = assert_pair(&old, &new, &records, &days_of(&[&day, "2023-03-12"]));
        println!("pair {} {} {}", count.cases, count.differing, count.undecided);
    }
}
