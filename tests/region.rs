//! Regions of cases: the leaves partition all cases, and each comes out as the evaluator says.

use crate::support::*;
use polcheck::calendar::Day;
use polcheck::diagnostic::Lang;
use polcheck::eval::Evaluation;
use polcheck::explain::{cells, conditions, read_back};
use polcheck::region::{Leaf, Limits, Literals, Open, explore, views};

#[test]
fn scratch() {
    let plan = &*WULONG;
    for benefit in &plan.benefits {
        let start = std::time::Instant::now();
        let (mut space, mut views) = views(&[(plan, &[benefit.payable])]);
        let mut stuck = 0;
        let leaves: Vec<Leaf<_>> =
            {
                let mut explorer =
                    explore(&mut space, &mut views, &Literals::none(), Limits::default(), |views, space, region| {
                        match views[0].amount(space, region, benefit.payable) {
                            Ok(form) => Ok(Some(form)),
                            Err(Open::Split(split)) => Err(split),
                            Err(Open::Stuck(_)) => {
                                stuck += 1;
                                Ok(None)
                            }
                        }
                    });
                let leaves = explorer.by_ref().collect();
                assert!(explorer.is_complete());
                leaves
            };
        println!("{} leaves, {stuck} stuck, {:?}", leaves.len(), start.elapsed());
        let mut evaluation = Evaluation::new(plan);
        let mut bad = 0;
        for (n, leaf) in leaves.iter().enumerate() {
            let Some(point) = leaf.region.point(&space) else {
                println!(
                    "no point {}",
                    conditions(&space, &leaf.literals)
                        .iter()
                        .map(|m| m.get(Lang::Zh).to_string())
                        .collect::<Vec<_>>()
                        .join("，")
                );
                bad += 1;
                continue;
            };
            let cells = cells(plan, &space, views[0].seen(), &point);
            let Some(facts) = read_back(plan, &cells) else {
                println!("unreadable {cells:?}");
                bad += 1;
                continue;
            };
            evaluation.run(&facts, Day(point.values[space.today.index()].lo));
            let value = evaluation.value(benefit.payable);
            let expected = leaf.label.as_ref().map(|form| leaf.region.range(&space, form));
            if n % 40 == 0 {
                println!(
                    "{:?} {}",
                    expected,
                    conditions(&space, &leaf.literals)
                        .iter()
                        .map(|m| m.get(Lang::Zh).to_string())
                        .collect::<Vec<_>>()
                        .join("，")
                );
            }
            if expected
                .is_none_or(|expected| !value.is_known() || !(expected.lo <= value.lo && value.lo <= expected.hi))
            {
                bad += 1;
                println!("BAD {value:?} {expected:?} {:?}\n{cells:?}", conditions(&space, &leaf.literals));
            }
            if bad > 5 {
                break;
            }
        }
        println!("{:?}", start.elapsed());
    }
}

#[test]
fn scratch_diff() {
    let old = &*WULONG;
    for (what, by) in [
        ("一级：90 元/月", "一级：100 元/月"),
        ("死亡日期 早于 当日", "死亡日期 不晚于 当日"),
        ("标准 80 元/月", "标准 75 元/月"),
        ("    保留其他待遇 \"", "    保留其他 \""),
    ] {
        let start = std::time::Instant::now();
        let new = plan(&WULONG_SOURCE.replace(what, by));
        let (impact, _) = polcheck::diff::impact(old, &new, Limits::default());
        println!("== {what} -> {by}: {} regions {:?}", impact.regions, start.elapsed());
        for benefit in &impact.benefits {
            println!("{} {:?}", benefit.name, benefit.verdict);
        }
        for line in &impact.lines {
            println!(
                "{} {} -> {} {:?} {} {}",
                line.benefit,
                line.before.zh,
                line.after.zh,
                line.direction,
                line.knock_on,
                line.conditions.iter().map(|m| m.zh.clone()).collect::<Vec<_>>().join("；")
            );
            println!("    {} {:?} {:?}", line.witness.day, line.witness.before, line.witness.after);
        }
        for line in &impact.undecided {
            println!(
                "未能判定 {} {} {:?}",
                line.benefit,
                line.expression,
                line.conditions.iter().map(|m| m.zh.clone()).collect::<Vec<_>>().join("；")
            );
        }
    }
}
