//! Regions of cases: the leaves partition all cases, and each comes out as the evaluator says.

use crate::generate::{Record, edge_records, policy, wulong_record};
use crate::support::*;
use polcheck::calendar::Day;
use polcheck::eval::{Evaluation, Facts};
use polcheck::explain::{cells, conditions, read_back};
use polcheck::plan::{NodeId, Plan};
use polcheck::region::{
    Constraint, Form, Kind, Leaf, Limits, Literals, Open, Region, Space, Variable, View, explore, views,
};
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

    /// A leaf whose bounds are decided exactly has a case; written out and read back it comes out as the leaf says.
    /// How many leaves have one.
    fn assert_witnesses(&self, plan: &Plan, node: NodeId) -> usize {
        let mut evaluation = Evaluation::new(plan);
        let mut shown = 0;
        for leaf in &self.leaves {
            let Some(form) = &leaf.label else { continue };
            let cells = leaf.region.point(&self.space).map(|point| {
                let day = Day(point.values[self.space.today.index()].lo);
                (cells(plan, &self.space, self.views[0].seen(), &point), day)
            });
            let value = cells.as_ref().and_then(|(cells, day)| {
                evaluation.run(&read_back(plan, cells)?, *day);
                Some(evaluation.value(node))
            });
            let expected = leaf.region.range(&self.space, form);
            let is_shown =
                value.is_some_and(|value| value.is_known() && expected.lo <= value.lo && value.lo <= expected.hi);
            let is_fact = |variable: &Variable| self.space.term_of(*variable).is_none();
            let is_exact = leaf.literals.variables().iter().all(is_fact) && leaf.literals.list().iter().all(is_short);
            assert!(is_shown || !is_exact, "{} {value:?} {expected:?}\n{cells:?}\n{}", self.words(leaf), plan.source);
            shown += usize::from(is_shown);
        }
        shown
    }
}

fn is_short(constraint: &Constraint) -> bool {
    match constraint {
        Constraint::Among(..) => true,
        Constraint::AtLeast(form, _) => {
            form.terms.len() < 2 || form.terms.len() == 2 && form.terms[0].1 + form.terms[1].1 == 0
        }
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
    #![proptest_config(tries(10))]

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
            regions(&plan, benefit.payable).assert_witnesses(&plan, benefit.payable);
        }
    }
}

proptest! {
    #![proptest_config(tries(12))]

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
        assert_eq!(regions.assert_witnesses(&WULONG, benefit.payable), regions.leaves.len());
    }
}

static SUMS: &str = "政策 甲 { 施行 自 2023-01-01 }
名册 人员 { 编号 文本 主键  一 元/月  二 元/月  三 元/月 }
补贴 乙 { 同时符合 依据 第一条 { 一 + 二 + 三 高于 90 元/月 } 标准 90 元/月 依据 第二条 }";

/// The box in which systems of bounds are tried out.
const SIDE: i64 = 5;

type Bounds = Vec<([i64; 3], i64)>;

fn points() -> impl Iterator<Item = [i64; 3]> {
    (0..SIDE.pow(3)).map(|number| [number % SIDE, number / SIDE % SIDE, number / SIDE / SIDE])
}

fn worth(factors: &[i64; 3], point: &[i64; 3]) -> i64 {
    factors.iter().zip(point).map(|(factor, number)| factor * number).sum()
}

proptest! {
    #![proptest_config(tries(300))]

    /// Bounds on differences leave nothing exactly where no point of a box is left; those on sums, only where none is.
    /// What a region says of a form holds at every point.
    #[test]
    fn bounds_against_all_points_of_a_box(bounds in bounds(), asked in factors(), least in -6_i64..12) {
        let plan = plan(SUMS);
        let (space, _) = views(&[(&plan, &[])]);
        let amounts: Vec<Variable> = (0..space.dimensions.len() as u32)
            .map(Variable)
            .filter(|variable| matches!(space.kind(*variable), Kind::Number { .. }))
            .collect();
        let form = |factors: &[i64; 3]| amounts.iter().zip(factors).fold(Form::constant(0), |form, (variable, factor)| {
            form.plus(&Form::of(*variable), *factor).unwrap()
        });
        let in_box = amounts.iter().map(|variable| (Form::of(*variable).times(-1).unwrap(), 1 - SIDE));
        let all: Vec<Constraint> = in_box
            .chain(bounds.iter().map(|(factors, least)| (form(factors), *least)))
            .map(|(form, least)| Constraint::AtLeast(form, least))
            .collect();
        let mut region = Region::whole(&space);
        let is_left = all.iter().all(|constraint| region.narrow(&space, constraint, true));
        let within: Vec<[i64; 3]> =
            points().filter(|point| bounds.iter().all(|(factors, least)| worth(factors, point) >= *least)).collect();
        prop_assert!(is_left || within.is_empty());
        let is_short = |factors: &[i64; 3]| {
            let (used, sum) = (factors.iter().filter(|factor| **factor != 0).count(), factors.iter().sum::<i64>());
            used < 2 || used == 2 && sum == 0
        };
        if bounds.iter().all(|(factors, _)| is_short(factors)) {
            prop_assert_eq!(is_left, !within.is_empty());
        }
        if is_left {
            let says = region.says(&space, &Constraint::AtLeast(form(&asked), least));
            let range = region.range(&space, &form(&asked));
            for point in &within {
                let value = worth(&asked, point);
                prop_assert!(range.lo <= value && value <= range.hi);
                prop_assert!(says.is_none_or(|says| says == (value >= least)));
            }
            // what follows from the others can be left out, and turning a bound round leaves the rest
            let literals = all.iter().fold(Literals::none(), |literals, constraint| literals.with(constraint, true));
            let simplified = literals.simplified(&space);
            let holds = |literals: &Literals, point: &[i64; 3]| literals.list().iter().all(|constraint| match constraint {
                Constraint::AtLeast(form, least) => {
                    let value: i64 = form.terms.iter().map(|(variable, factor)| {
                        factor * point[amounts.iter().position(|known| known == variable).unwrap()]
                    }).sum();
                    value + form.constant >= *least
                }
                Constraint::Among(..) => true,
            });
            for point in points() {
                prop_assert_eq!(holds(&literals, &point), within.contains(&point));
                prop_assert_eq!(holds(&simplified, &point), within.contains(&point));
                let turned = Literals::none().with(&Constraint::AtLeast(form(&asked), least), false);
                prop_assert_eq!(holds(&turned, &point), worth(&asked, &point) < least);
            }
        }
    }
}

fn factors() -> impl Strategy<Value = [i64; 3]> {
    prop_oneof![
        prop::sample::select(vec![[1, -1, 0], [0, 1, -1], [-1, 0, 1], [-1, 1, 0], [2, -2, 0], [0, 0, 1], [0, -1, 0]]),
        prop::array::uniform3(-2_i64..3),
    ]
}

fn bounds() -> impl Strategy<Value = Bounds> {
    let short = prop::sample::select(vec![[1, -1, 0], [0, 1, -1], [-1, 0, 1], [-1, 1, 0], [1, 0, 0], [0, 0, -1]]);
    prop_oneof![prop::collection::vec((short, -4_i64..5), 1..6), prop::collection::vec((factors(), -6_i64..7), 1..6),]
}

/// A small policy on every case there is around its bounds: each lies in one leaf and comes out as the evaluator says.
#[test]
fn every_case_of_a_small_domain() {
    let plan = plan(
        "政策 甲 { 施行 自 2023-01-01 }\n\
         名册 人员 { 编号 文本 主键 等级 甲 | 乙 | 丙 到期 日期 }\n名册 抚恤 { 月额 元/月 }\n名册 供养\n\
         补贴 乙补 { 同时符合 依据 第一条 { 等级 属于 甲、乙\n 到期 不早于 当日 }\n\
         标准 按 等级 依据 第二条 { 甲：3 元/月\n 乙：2 元/月 } }\n\
         不享受 乙补 当 在册 供养 依据 第三条\n择高 乙补 与 抚恤.月额 依据 第四条",
    );
    let mut records = Vec::new();
    for level in ["甲", "乙", "丙"] {
        for due in ["2023-02-28", "2023-03-01", "2023-03-02"] {
            for amount in ["无", "1.99", "2", "2.01", "2.99", "3", "3.01"] {
                for kept in ["是", "否"] {
                    let cells = [("编号", "1"), ("等级", level), ("到期", due), ("抚恤", amount), ("供养", kept)];
                    let cell = |(header, text): (&str, &str)| (header.to_string(), serde_json::json!(text));
                    records.push(cells.into_iter().map(cell).collect::<serde_json::Map<_, _>>());
                }
            }
        }
    }
    let facts = facts_of(&plan, &records);
    assert_eq!(facts.len(), 126);
    assert_partition(&plan, &facts, &days_of(&["2023-02-28", "2023-03-01", "2023-03-02"]));
}
