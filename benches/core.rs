//! Speed of the main stages on the Wulong policy.
//!
//! Absolute times depend on the machine; `run 100k` stands beside `read only`, which reads the same CSV with
//! the csv crate and does nothing: compare those two within one run.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot set up should stop")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use polcheck::batch::decide;
use polcheck::calendar::{Accruer, Decider, Month, Timeline, days_in_force};
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

/// Somebody who applies, loses and regains a card, and dies: three events after the filing.
const EVENTFUL: &str = r#"[{"编号": "1", "身份证号": "500232196003150029", "户籍区县": "武隆区", "死亡日期": "2027-05-03",
"就学迁户": false, "原户籍区县": null, "特困供养": [], "孤儿": [], "工伤生活护理费": [], "事实无人抚养": [], "高龄津贴": [],
"养老服务补贴": [], "离休护理费": [], "因公致残生活补贴": [], "因公致残护理补贴": [], "伤残抚恤": [], "刑罚": [], "低保": [{}],
"残疾人证": [
  {"止": "2024-03-09", "证号": "50023219600315002941", "等级": "一级", "状态": "有效", "有效期止": "2030-06-30"},
  {"起": "2024-03-10", "止": "2024-08-19", "证号": "50023219600315002941", "等级": "一级", "状态": "冻结", "有效期止": "2030-06-30"},
  {"起": "2024-08-20", "证号": "50023219600315002941", "等级": "一级", "状态": "有效", "有效期止": "2030-06-30"}],
"申请": [{"补贴": "护理补贴", "申请日": "2023-03-01"}, {"补贴": "生活补贴", "申请日": "2023-03-01"}], "放弃申请": []}]"#;

/// Deciding many months costs events, not months: compare `60 months` with `four days` of the same run.
fn months(c: &mut Criterion) {
    let plan = plan();
    let case = read(&plan, "case", EVENTFUL.as_bytes(), Format::Json).unwrap().cases.remove(0);
    let timeline = Timeline::new(&[&plan]).unwrap();
    let month = |text: &str| text.parse::<Month>().unwrap();
    let (from, to) = (month("2023-03"), month("2028-02"));
    let mut group = c.benchmark_group("months");
    let mut evaluation = Evaluation::new(&plan);
    group.bench_function("four days", |b| {
        b.iter(|| {
            for month in ["2023-03", "2024-03", "2024-08", "2027-05"] {
                let day = days_in_force(&plan.policy, month.parse::<Month>().unwrap()).unwrap().0;
                evaluation.run(black_box(&case.facts), day);
                black_box(evaluation.value(plan.benefits[0].payable));
            }
        });
    });
    let mut accruer = Accruer::new(&timeline);
    let filed = [true, true];
    group.bench_function("6 months by events", |b| {
        b.iter(|| black_box(accruer.accrue(&[black_box(&case.facts)], (from, Month(from.0 + 5)), &filed)));
    });
    group.bench_function("60 months by events", |b| {
        b.iter(|| black_box(accruer.accrue(&[black_box(&case.facts)], (from, to), &filed)));
    });
    let mut decider = Decider::new(&plan);
    group.bench_function("60 months one by one", |b| {
        b.iter(|| {
            for month in (from.0..=to.0).map(Month) {
                let (first, last) = days_in_force(&plan.policy, month).unwrap();
                black_box(decider.decide(black_box(&case.facts), first, last));
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

criterion_group!(benches, stages, months, batches);
criterion_main!(benches);
