//! A batch that is decided as a stream comes to what its cases come to one by one: rows that look alike, blocks and
//! threads make no difference.

use crate::support::{WULONG, days, plan, tries};
use polcheck::batch::{Closing, Job, decide, summarize};
use polcheck::cases::{Finding, Format, Unreadable, open_stream, read};
use polcheck::diagnostic::Lang;
use polcheck::output::{Encoding, Lines, csv};
use polcheck::plan::Plan;
use proptest::prelude::*;
use std::io::Cursor;

const ROSTER: &str = include_str!("../examples/roster.csv");
const HEATING: &str = include_str!("../examples/heating.pol");
const HEATING_CASES: &str = include_str!("../examples/heating.csv");

/// What a stream came to: its results, and what was found on the way.
fn streamed(plan: &Plan, sheet: &str, month: &str, threads: usize) -> (String, Vec<Finding>, Closing) {
    let columns = polcheck::batch::result_columns(plan, Lang::Zh);
    let render = Lines::Csv { columns: &columns, encoding: Encoding::Utf8, lang: Lang::Zh };
    let mut results = render.head().bytes;
    let job = Job { plan, days: days(plan, month), render, lang: Lang::Zh, rejects: false };
    let input = Box::new(Cursor::new(sheet.trim_start_matches('\u{feff}').as_bytes().to_vec()));
    let (reader, mut blocks, first) = open_stream(plan, "sheet", input, job.days).unwrap();
    let mut findings = reader.findings.clone();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let closing = pool
        .install(|| {
            job.stream(&reader, &mut blocks, first, |block, _| -> Result<(), Unreadable> {
                results.extend(block.rendered.bytes);
                findings.extend(block.findings);
                Ok(())
            })
        })
        .unwrap();
    findings.extend(closing.findings.clone());
    (String::from_utf8(results).unwrap(), findings, closing)
}

/// Findings in an order of their own; a stream does not number cases of findings about several rows.
fn sorted(mut findings: Vec<Finding>) -> Vec<String> {
    findings.iter_mut().for_each(|finding| finding.case = None);
    let mut lines: Vec<String> = findings.iter().map(|finding| format!("{finding:?}")).collect();
    lines.sort();
    lines
}

/// Holds a stream against the same sheet decided case by case.
fn agrees(plan: &Plan, sheet: &str, month: &str) {
    let batch = read(plan, "sheet", sheet.as_bytes(), Format::Csv).unwrap();
    let decided = decide(plan, &batch.cases, days(plan, month));
    let expected = String::from_utf8(csv(plan, &decided, Lang::Zh)).unwrap();
    let (results, findings, closing) = streamed(plan, sheet, month, 1);
    assert_eq!(results, expected);
    let mut of_cases = batch.findings.clone();
    of_cases.extend(polcheck::batch::broken_promises(plan, "sheet", &batch, &decided));
    assert_eq!(sorted(findings), sorted(of_cases));
    assert_eq!(closing.summary, summarize(plan, &decided, Lang::Zh));
    let (again, ..) = streamed(plan, sheet, month, 3);
    assert_eq!(again, results, "the number of threads makes a difference");
}

#[test]
fn the_roster_comes_to_the_same() {
    for month in ["2023-03", "2023-04", "2024-02"] {
        agrees(&WULONG, ROSTER, month);
    }
}

#[test]
fn another_policy_comes_to_the_same() {
    agrees(&plan(HEATING), HEATING_CASES, "2024-12");
}

/// Rows over and over, with keys of their own: several blocks, some of whose cells have line breaks.
#[test]
fn blocks_make_no_difference() {
    let mut lines = ROSTER.trim_start_matches('\u{feff}').lines();
    let mut sheet = format!("{},备注\n", lines.next().unwrap());
    let people: Vec<&str> = lines.filter(|line| line.contains(',')).collect();
    for row in 0..16_000 {
        let person = people[row % people.len()].split_once(',').unwrap().1;
        let remark = if row % 7 == 0 { format!("\"第一行\n第二行，{row}\"") } else { format!("第 {row} 个") };
        sheet += &format!("{row},{person},{remark}\n");
    }
    assert!(sheet.len() > 2 << 20, "it must be longer than a block");
    agrees(&WULONG, &sheet, "2023-03");
}

/// For each column of the roster texts that occur there, and some that should not.
fn columns() -> Vec<(String, Vec<String>)> {
    let mut lines = ROSTER.trim_start_matches('\u{feff}').lines();
    let headers: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows: Vec<Vec<&str>> =
        lines.map(|line| line.split(',').collect()).filter(|row: &Vec<&str>| row.len() > 20).collect();
    let of = |column: usize| {
        let mut texts: Vec<String> =
            rows.iter().filter_map(|row| row.get(column)).map(|text| text.to_string()).collect();
        texts.sort();
        texts.dedup();
        texts.extend(
            ["", "无", "否", "是", "0", "2023-03-15", "2023-03-01", "2023-02-28", " ", "１级", "#N/A"]
                .map(String::from),
        );
        texts
    };
    headers.iter().enumerate().map(|(index, header)| (header.to_string(), of(index))).collect()
}

proptest! {
    #![proptest_config(tries(24))]

    /// Few people whose cells are exchanged one by one, so that many rows look alike in all but one respect.
    #[test]
    fn rows_that_look_alike_are_decided_alike(
        seeds in prop::collection::vec((0_usize..6, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 60..160),
        month in prop::sample::select(vec!["2023-03", "2023-04", "2024-02"]),
        left_out in prop::option::weighted(0.3, 3_usize..26),
    ) {
        let columns = columns();
        let mut lines = ROSTER.trim_start_matches('\u{feff}').lines().skip(1);
        let people: Vec<Vec<String>> = lines.by_ref().step_by(31).take(6)
            .map(|line| line.split(',').map(str::to_string).collect()).collect();
        let kept = |index: &usize| Some(*index) != left_out;
        let row = |cells: Vec<&str>| (0..columns.len()).filter(kept).map(|index| cells[index]).collect::<Vec<_>>().join(",");
        let mut sheet = row(columns.iter().map(|(header, _)| header.as_str()).collect()) + "\n";
        for (number, (person, column, text)) in seeds.iter().enumerate() {
            let mut cells = people[*person].clone();
            cells.resize(columns.len(), String::new());
            cells[0] = format!("P{number}");
            let column = 1 + column.index(columns.len() - 1);
            cells[column] = text.get(&columns[column].1).clone();
            sheet += &(row(cells.iter().map(String::as_str).collect()) + "\n");
        }
        agrees(&WULONG, &sheet, month);
    }
}
