//! Regions of cases: the leaves partition all cases, and each comes out as the evaluator says.

use crate::generate::{Record, edge_records, policy, wulong_record};
use crate::support::*;
use polcheck::calendar::Day;
use polcheck::eval::{Evaluation, Facts};
use polcheck::explain::{cells, conditions, read_back};
use polcheck::plan::{NodeId, Plan};
use polcheck::region::{Form, Leaf, Limits, Literals, Open, Region, Space, View, explore, views};
use proptest::prelude::*;

/// What a node comes to, by regions; nothing where a region could not be decided.
struct Regions<'p> {
    space: Space,
    views: Vec<View<'p>>,
    leaves: Vec<Leaf<Option<Form>>>,
}

fn regions(plan: &Plan, node: NodeId) -> Regions<'_> {
    let (mut space, mut views) = views(&[(plan, &[node])]);
    let mut explorer = explore(&mut space, &mut views, &Literals::none(), Limits::default(), |views, space, region| {
        match views[0].amount(space, region, node) {
            Ok(form) => Ok(Some(form)),
            Err(Open::Split(split)) => Err(split),
            Err(Open::Stuck(_)) => Ok(None),
        }
    });
    let leaves = explorer.by_ref().collect();
    assert!(explorer.is_complete());
    Regions { space, views, leaves }
}

impl Regions<'_> {
    /// A case lies in one leaf only, and comes out there as the evaluator says. Whether the leaf is decided.
    fn assert_case(&self, evaluation: &Evaluation<'_>, node: NodeId, what: &str) -> bool {
        let case = Region::of_case(&self.space, &self.views, &[evaluation]);
        let within: Vec<_> = self.leaves.iter().filter(|leaf| leaf.literals.contain(&self.space, &case)).collect();
        assert_eq!(within.len(), 1, "{} leaves\n{what}\n{:?}", within.len(), within.first());
        let value = evaluation.value(node);
        let Some(form) = &within[0].label else { return false };
        assert!(value.is_known(), "{value:?} {form:?}\n{what}");
        assert_eq!(case.range(&self.space, form), value, "{form:?} {}\n{what}", self.words(within[0]));
        let bounds = within[0].region.range(&self.space, form);
        assert!(
            bounds.lo <= value.lo && value.hi <= bounds.hi,
            "{value:?} {bounds:?} {form:?} {}\n{what}",
            self.words(within[0])
        );
        true
    }

    fn words(&self, leaf: &Leaf<Option<Form>>) -> String {
        let words = conditions(&self.space, &leaf.literals);
        words.iter().map(|words| words.zh.to_string()).collect::<Vec<_>>().join("；")
    }

    /// Every leaf has a case; written out and read back it comes out as the leaf says. How many leaves have none.
    fn without_witness(&self, plan: &Plan, node: NodeId) -> usize {
        let mut evaluation = Evaluation::new(plan);
        let mut shows = |leaf: &Leaf<Option<Form>>| {
            let Some(form) = &leaf.label else { return false };
            let Some(point) = leaf.region.point(&self.space) else { return false };
            let cells = cells(plan, &self.space, self.views[0].seen(), &point);
            let Some(facts) = read_back(plan, &cells) else { return false };
            evaluation.run(&facts, Day(point.values[self.space.today.index()].lo));
            let (value, expected) = (evaluation.value(node), leaf.region.range(&self.space, form));
            value.is_known() && expected.lo <= value.lo && value.lo <= expected.hi
        };
        self.leaves.iter().map(|leaf| usize::from(!shows(leaf))).sum()
    }
}

/// Every case on some days: it lies in one leaf. How many cases lie in leaves that are decided, and in all.
fn assert_partition(plan: &Plan, facts: &[Facts], days: &[Day]) -> (usize, usize) {
    let (mut decided, mut all) = (0, 0);
    let mut evaluation = Evaluation::new(plan);
    for benefit in &plan.benefits {
        let regions = regions(plan, benefit.payable);
        for facts in facts {
            for day in days {
                evaluation.run(facts, *day);
                all += 1;
                let what = format!("{day}\n{facts:?}\n{}", plan.source);
                decided += usize::from(regions.assert_case(&evaluation, benefit.payable, &what));
            }
        }
    }
    (decided, all)
}

fn days_of(dates: &[&str]) -> Vec<Day> {
    dates.iter().map(|date| Day::from_date(date.parse().unwrap())).collect()
}

proptest! {
    #![proptest_config(tries(40))]

    #[test]
    fn every_case_lies_in_one_leaf(policy in policy(), records in edge_records(40), day in crate::generate::some_day()) {
        let plan = plan(&policy.source());
        let records: Vec<Record> = records;
        let facts = facts_of(&plan, &records);
        let days = days_of(&[&day, "2023-03-12"]);
        let (decided, all) = assert_partition(&plan, &facts, &days);
        prop_assert!(decided * 10 >= all * 9, "{decided} of {all}\n{}", policy.source());
    }

    #[test]
    fn leaves_have_witnesses(policy in policy()) {
        let plan = plan(&policy.source());
        for benefit in &plan.benefits {
            let regions = regions(&plan, benefit.payable);
            let without = regions.without_witness(&plan, benefit.payable);
            println!("{without} of {} leaves without", regions.leaves.len());
        }
    }
}

proptest! {
    #![proptest_config(tries(60))]

    #[test]
    fn every_case_of_wulong_lies_in_one_leaf(records in prop::collection::vec(wulong_record(), 30), day in crate::generate::some_day()) {
        let facts = facts_of(&WULONG, &records);
        let (decided, all) = assert_partition(&WULONG, &facts, &days_of(&[&day]));
        prop_assert_eq!(decided, all);
    }
}

#[test]
fn every_leaf_of_wulong_has_a_witness() {
    for benefit in &WULONG.benefits {
        let regions = regions(&WULONG, benefit.payable);
        assert!(regions.leaves.len() > 10);
        assert_eq!(regions.without_witness(&WULONG, benefit.payable), 0);
    }
}
