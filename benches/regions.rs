//! Speed of what is proved of all cases, on the Wulong policy.
//!
//! Absolute times depend on the machine: compare with `reference` in the same run.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot set up should stop")]

use criterion::{Criterion, criterion_group, criterion_main};
use polcheck::calendar::{Decider, Month, days_in_force};
use polcheck::cases::{Format, read};
use polcheck::check::check;
use polcheck::diff::{Verdict, impact, prove};
use polcheck::plan::{Plan, compile};
use polcheck::region::{Limits, Literals, Open, explore, views};
use polcheck::syntax::parse;
use polcheck::testing::coverage::Coverage;
use polcheck::testing::mutation::mutants;
use polcheck::testing::{Wanted, specimens, tests_of};
use std::hint::black_box;

const POLICY: &str = include_str!("../policies/wulong-2023.pol");
const ROSTER: &str = include_str!("../examples/roster.csv");
const MONTH: &str = "2023-03";

fn plan(source: &str) -> Plan {
    compile(check(&parse(source).file).policy.unwrap(), source, &[]).unwrap()
}

fn edited(edits: &[(&str, &str)]) -> Plan {
    let source = edits.iter().fold(POLICY.to_string(), |source, (from, to)| {
        assert!(source.contains(from), "{from}");
        source.replace(from, to)
    });
    plan(&source)
}

fn regions(c: &mut Criterion) {
    let plan = plan(POLICY);
    let limits = Limits::default();
    let month: Month = MONTH.parse().unwrap();
    let days = days_in_force(&plan.policy, month).unwrap();

    let mut group = c.benchmark_group("reference");
    let file = parse(POLICY).file;
    group.bench_function("check the policy", |b| b.iter(|| check(black_box(&file))));
    let cases = read(&plan, "roster", ROSTER.as_bytes(), Format::Csv).unwrap().cases;
    let mut decider = Decider::new(&plan);
    group.bench_function("decide the roster", |b| {
        b.iter(|| {
            for case in &cases {
                black_box(decider.decide(black_box(&case.facts), days.0, days.1));
            }
        });
    });
    group.finish();

    let mut group = c.benchmark_group("all cases");
    group.sample_size(20);
    group.bench_function("explore both benefits", |b| {
        b.iter(|| {
            let mut leaves = 0;
            for benefit in &plan.benefits {
                let (mut space, mut views) = views(&[(&plan, &[benefit.payable])]);
                leaves +=
                    explore(&mut space, &mut views, &Literals::none(), limits, |views, space, region| {
                        match views[0].amount(space, region, benefit.payable) {
                            Err(Open::Split(split)) => Err(split),
                            _ => Ok(()),
                        }
                    })
                    .count();
            }
            black_box(leaves)
        });
    });
    let raised = edited(&[("一级：90 元/月", "一级：100 元/月")]);
    group.bench_function("whom a raised rate touches", |b| {
        b.iter(|| black_box(impact(&plan, &raised, limits).0.lines.len()));
    });
    let (one, two) = ("持证：    残疾人证.状态 为 有效", "未过期：  证件未过期");
    let rewritten = edited(&[
        (one, "甲"),
        (two, one),
        (
            "甲",
            "未过期：  在册 残疾人证 且 (残疾人证.有效期止 不早于 当日 或 (到期口径 为 次日才过期 且 残疾人证.有效期止 + 1 天 不早于 当日))",
        ),
    ]);
    let alike = impact(&plan, &rewritten, limits).0.benefits;
    assert!(alike.iter().all(|benefit| benefit.verdict == Verdict::Equivalent));
    group.bench_function("prove a rewriting equivalent", |b| {
        b.iter(|| black_box(impact(&plan, &rewritten, limits).0.lines.len()));
    });
    let mutant = compile(mutants(&plan)[0].applied(&plan.policy), POLICY, &[]).unwrap();
    group.bench_function("prove or show one mutant", |b| b.iter(|| black_box(prove(&plan, &mutant, limits))));
    group.bench_function("cases that reach every region", |b| {
        b.iter(|| black_box(specimens(&plan, month, Wanted::Few, limits)));
    });
    group.finish();

    let mut group = c.benchmark_group("tests");
    let tests = tests_of(&plan);
    group.bench_function("coverage of the policy's own", |b| {
        b.iter(|| {
            let mut coverage = Coverage::new(&plan);
            coverage.observe_tests(&tests);
            black_box(coverage.report())
        });
    });
    group.finish();
}

criterion_group!(benches, regions);
criterion_main!(benches);
