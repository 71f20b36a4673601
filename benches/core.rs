//! Speed of the main stages on the Wulong policy.
//!
//! Absolute times depend on the machine; `run 100k` stands beside `read only`, which reads the same CSV with
//! the csv crate and does nothing: compare those two within one run.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot set up should stop")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use polcheck::batch::decide;
use polcheck::calendar::{Decider, Month, days_in_force};
use polcheck::cases::{Format, read};
use polcheck::check::check;
use polcheck::diagnostic::Lang;
use polcheck::eval::Evaluation;
use polcheck::output;
use polcheck::plan::{Plan, compile};
use polcheck::syntax::parse;
use std::hint::black_box;

const POLICY: &str = include_str!("../policies/wulong-2023.pol");
const ROSTER: &str = include_str!("../examples/roster.csv");

fn plan() -> Plan {
    let policy = check(&parse(POLICY).file).policy.unwrap();
    compile(policy, POLICY, &[]).unwrap()
}

/// The example roster's rows over and over, with keys of their own.
fn sheet(rows: usize) -> String {
    let mut lines = ROSTER.trim_start_matches('\u{feff}').lines();
    let mut sheet = format!("{}\n", lines.next().unwrap());
    let people: Vec<&str> = lines.filter(|line| line.contains(',')).collect();
    for row in 0..rows {
        let person = people[row % people.len()];
        sheet += &format!("{row},{}\n", person.split_once(',').unwrap().1);
    }
    sheet
}

fn stages(c: &mut Criterion) {
    let plan = plan();
    let file = parse(POLICY).file;
    let days = days_in_force(&plan.policy, "2023-03".parse::<Month>().unwrap()).unwrap();
    let mut group = c.benchmark_group("policy");
    group.bench_function("parse", |b| b.iter(|| parse(black_box(POLICY))));
    group.bench_function("check", |b| b.iter(|| check(black_box(&file))));
    group.bench_function("compile", |b| {
        b.iter_batched(
            || check(&file).policy.unwrap(),
            |policy| compile(policy, POLICY, &[]).unwrap(),
            BatchSize::SmallInput,
        );
    });
    group.finish();

    let cases = read(&plan, "roster", ROSTER.as_bytes(), Format::Csv).unwrap().cases;
    let mut group = c.benchmark_group("case");
    group.throughput(Throughput::Elements(cases.len() as u64));
    let mut evaluation = Evaluation::new(&plan);
    group.bench_function("evaluate a day (per roster)", |b| {
        b.iter(|| {
            for case in &cases {
                evaluation.run(black_box(&case.facts), days.0);
                black_box(evaluation.value(plan.benefits[0].payable));
            }
        });
    });
    let mut decider = Decider::new(&plan);
    group.bench_function("decide a month (per roster)", |b| {
        b.iter(|| {
            for case in &cases {
                black_box(decider.decide(black_box(&case.facts), days.0, days.1));
            }
        });
    });
    group.finish();
}

fn batches(c: &mut Criterion) {
    let plan = plan();
    let days = days_in_force(&plan.policy, "2023-03".parse::<Month>().unwrap()).unwrap();
    let sheet = sheet(100_000);
    let mut group = c.benchmark_group("100k rows");
    group.sample_size(10).throughput(Throughput::Bytes(sheet.len() as u64));
    group.bench_function("read only (csv crate)", |b| {
        b.iter(|| {
            let mut reader = csv::Reader::from_reader(sheet.as_bytes());
            let mut record = csv::ByteRecord::new();
            let mut cells = 0;
            while reader.read_byte_record(&mut record).unwrap() {
                cells += record.len();
            }
            black_box(cells)
        });
    });
    group.bench_function("read cases", |b| {
        b.iter(|| black_box(read(&plan, "sheet", sheet.as_bytes(), Format::Csv).unwrap().cases.len()));
    });
    group.bench_function("run to csv", |b| {
        b.iter(|| {
            let batch = read(&plan, "sheet", sheet.as_bytes(), Format::Csv).unwrap();
            black_box(output::csv(&plan, &decide(&plan, &batch.cases, days), Lang::Zh).len())
        });
    });
    group.finish();
}

criterion_group!(benches, stages, batches);
criterion_main!(benches);
