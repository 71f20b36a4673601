//! Every decision names its clause, whatever is missing.

use polcheck::batch::decide;
use polcheck::calendar::{Month, Status, days_in_force};
use polcheck::cases::{Format, read};
use polcheck::check::check;
use polcheck::plan::{Plan, compile};
use polcheck::syntax::parse;

const POLICY: &str = include_str!("../policies/wulong-2023.pol");
const ROSTER: &str = include_str!("../examples/roster.csv");

fn plan(readings: &[(String, String)]) -> Plan {
    compile(check(&parse(POLICY).file).policy.unwrap(), POLICY, readings).unwrap()
}

/// Each cell of one column emptied, or of none.
fn without(column: Option<usize>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(ROSTER.trim_start_matches('\u{feff}').as_bytes());
    for (row, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let cells = record.iter().enumerate();
        writer
            .write_record(cells.map(|(index, cell)| if row > 0 && Some(index) == column { "" } else { cell }))
            .unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn every_decision_cites(plan: &Plan, sheet: &str) {
    let days = days_in_force(&plan.policy, "2023-03".parse::<Month>().unwrap()).unwrap();
    let batch = read(plan, "roster", sheet.as_bytes(), Format::Csv).unwrap();
    for case in decide(plan, &batch.cases, days) {
        for benefit in &case.benefits {
            let cites = benefit.reasons.iter().any(|reason| !reason.clauses().is_empty());
            assert!(cites, "{}: {:?} without a clause: {:?}", case.key, benefit.status, benefit.reasons);
            let open = benefit.status == Status::Undetermined;
            assert_eq!(open, !benefit.missing.is_empty(), "{}: {:?}", case.key, benefit.reasons);
        }
    }
}

#[test]
fn with_any_column_blank() {
    let plan = plan(&[]);
    let columns = ROSTER.lines().next().unwrap().split(',').count();
    every_decision_cites(&plan, &without(None));
    for column in 1..columns {
        every_decision_cites(&plan, &without(Some(column)));
    }
}

#[test]
fn under_every_reading() {
    let names: Vec<(String, Vec<String>)> =
        plan(&[]).policy.readings.iter().map(|reading| (reading.name.clone(), reading.options.clone())).collect();
    for (reading, options) in names {
        for option in options.into_iter().skip(1) {
            every_decision_cites(&plan(&[(reading.clone(), option)]), ROSTER);
        }
    }
}
