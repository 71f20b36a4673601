//! What hangs on each reading: the figures, the same for any number of threads, and what is proved not to matter.

use crate::generate::{Record, partly_known, policy, record, wulong_record};
use crate::support::{WULONG, days, model, tries};
use assert_cmd::Command;
use polcheck::batch::{DecidedBenefit, DecidedCase, decide};
use polcheck::calendar::Status;
use polcheck::cases::{Batch, Format, Unreadable, read, read_alike};
use polcheck::diagnostic::Lang;
use polcheck::eval::Value;
use polcheck::output::readings::{Readings, csv, json, markdown, pretty};
use polcheck::plan::{Plan, compile, decided_alike};
use polcheck::readings::{Alternative, Weighing, alternatives, weigh};
use proptest::prelude::*;
use serde_json::{Value as Json, json as value};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

static OPTIONS: LazyLock<Vec<Alternative>> = LazyLock::new(|| alternatives(&WULONG));

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn fixtures() -> PathBuf {
    root().join("tests/fixtures/readings")
}

/// Compares a text with `tests/fixtures/readings/NAME.snap`.
fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => fixtures(),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

fn weighed(plan: &Plan, options: &[Alternative], month: &str, bytes: &[u8], format: Format) -> Weighing {
    let read = |plan: &Plan| -> Result<Batch, Unreadable> { read(plan, "名单", bytes, format) };
    weigh(plan, &read(plan).unwrap(), (month.parse().unwrap(), days(plan, month)), options, read).unwrap()
}

fn numbered(records: &[Record]) -> Vec<u8> {
    let number = |(index, record): (usize, &Record)| {
        let mut record = record.clone();
        record.insert("编号".to_string(), value!(format!("{index}")));
        record
    };
    value!(records.iter().enumerate().map(number).collect::<Vec<_>>()).to_string().into_bytes()
}

/// Two whole runs, and what differs between them for one benefit.
#[derive(Debug, Default, PartialEq)]
struct Figures {
    up: (usize, i64),
    down: (usize, i64),
    open: (usize, (i64, i64), (i64, i64)),
    lacks: Vec<Arc<str>>,
    first: [Option<String>; 3],
}

fn figures(before: &[DecidedCase], after: &[DecidedCase], benefit: usize) -> Figures {
    let mut figures = Figures::default();
    let add = |sum: &mut (i64, i64), amount: Value| {
        *sum = (sum.0 + amount.lo, sum.1.saturating_add(amount.hi));
    };
    for (before, after) in before.iter().zip(after) {
        let key = before.key.clone();
        let [one, two]: [&DecidedBenefit; 2] = [&before.benefits[benefit], &after.benefits[benefit]];
        let open = |side: &DecidedBenefit| side.status == Status::Undetermined;
        match (one.amount.lo, two.amount.lo) {
            _ if (one.status, one.amount) == (two.status, two.amount) => {}
            _ if open(one) || open(two) => {
                figures.open.0 += 1;
                add(&mut figures.open.1, one.amount);
                add(&mut figures.open.2, two.amount);
                if figures.first[2].is_none() {
                    figures.first[2] = Some(key);
                    figures.lacks = if open(two) { two.missing.clone() } else { one.missing.clone() };
                }
            }
            (one, two) if two > one => {
                figures.up = (figures.up.0 + 1, figures.up.1 + two - one);
                figures.first[0].get_or_insert(key);
            }
            (one, two) => {
                figures.down = (figures.down.0 + 1, figures.down.1 + one - two);
                figures.first[1].get_or_insert(key);
            }
        }
    }
    figures
}

proptest! {
    #![proptest_config(tries(32))]

    #[test]
    fn figures_are_those_of_two_runs(people in prop::collection::vec(partly_known(wulong_record()), 1..12)) {
        let bytes = numbered(&people);
        let found = weighed(&WULONG, &OPTIONS, "2023-03", &bytes, Format::Json);
        let run = |plan: &Plan| {
            let cases = read(plan, "名单", &bytes, Format::Json).unwrap().cases;
            decide(plan, &cases, days(plan, "2023-03"))
        };
        let before = run(&WULONG);
        prop_assert_eq!((found.rows, found.people), (people.len(), people.len()));
        let open = |case: &&DecidedCase| case.benefits.iter().any(|benefit| benefit.status == Status::Undetermined);
        prop_assert_eq!(found.undetermined, before.iter().filter(open).count());
        for (option, weighed) in OPTIONS.iter().zip(&found.options) {
            let after = run(&option.plan);
            let same = |one: &DecidedCase, two: &DecidedCase| {
                let of = |case: &DecidedCase| -> Vec<_> {
                    case.benefits.iter().map(|benefit| (benefit.status, benefit.amount)).collect()
                };
                of(one) == of(two)
            };
            prop_assert_eq!(weighed.cases, before.iter().zip(&after).filter(|(one, two)| !same(one, two)).count());
            for (benefit, weight) in weighed.benefits.iter().enumerate() {
                let open = &weight.unsettled;
                let examples = [&weight.up.example, &weight.down.example, &open.example];
                let given = Figures {
                    up: (weight.up.cases, weight.up.amount),
                    down: (weight.down.cases, weight.down.amount),
                    open: (open.cases, (open.before.lo, open.before.hi), (open.after.lo, open.after.hi)),
                    lacks: open.lacks.clone(),
                    first: examples.map(|example| example.as_ref().map(|example| example.key.clone())),
                };
                prop_assert_eq!(given, figures(&before, &after, benefit));
                prop_assert!(!option.alike[benefit] || weight.cases() == 0);
            }
        }
    }

}

proptest! {
    #![proptest_config(tries(96))]

    /// Every option of a random policy, and the policy without one of its declarations.
    #[test]
    fn what_is_decided_alike_comes_out_alike(
        policy in policy(),
        without in any::<prop::sample::Index>(),
        people in prop::collection::vec(prop_oneof![record(), partly_known(record())], 16),
    ) {
        let source = policy.source();
        let one = compile(model(&source), &source, &[]).unwrap();
        let mut others: Vec<Plan> = alternatives(&one).into_iter().map(|option| option.plan).collect();
        let mut shorter = policy.clone();
        shorter.declarations.remove(without.index(policy.declarations.len()));
        let text = shorter.source();
        let parsed = polcheck::syntax::parse(&text);
        if let (true, Some(model)) = (parsed.problems.is_empty(), polcheck::check::check(&parsed.file).policy) {
            others.extend(compile(model, &text, &[]));
        }
        let bytes = numbered(&people);
        let run = |plan: &Plan| {
            let cases = read(plan, "名单", &bytes, Format::Json).unwrap().cases;
            (decide(plan, &cases, days(plan, "2023-03")), cases)
        };
        let (before, cases) = run(&one);
        for other in others {
            let (after, read) = run(&other);
            if read_alike(&one, &other) {
                prop_assert_eq!(&read, &cases);
            }
            let alike = decided_alike(&one, &other);
            for (benefit, model) in one.policy.benefits.iter().enumerate().filter(|(benefit, _)| alike[*benefit]) {
                let at = other.policy.benefits.iter().position(|known| known.name == model.name).unwrap();
                for (before, after) in before.iter().zip(&after) {
                    let (one, two) = (&before.benefits[benefit], &after.benefits[at]);
                    prop_assert_eq!((one.status, one.amount), (two.status, two.amount), "{}\n{}", source, model.name);
                }
            }
        }
    }
}

/// What matters for the month's decisions only through alerts, procedure and accrual is known from the plan alone, and
/// so is what matters through another benefit.
#[test]
fn the_readings_of_the_notice_that_bear_on_benefits() {
    let name = |option: &Alternative| WULONG.policy.readings[option.reading].name.as_str();
    let aside: Vec<&str> = OPTIONS.iter().filter(|option| option.is_alike()).map(name).collect();
    assert_eq!((OPTIONS.len(), aside.len()), (26, 15));
    let care = WULONG.policy.readings.iter().position(|reading| reading.name == "长期照护").unwrap();
    // the requirement stands in one benefit; the other is weighed against it by 择高
    let option = OPTIONS.iter().find(|option| option.reading == care).unwrap();
    assert_eq!(option.alike, [false, false]);
    assert_eq!([WULONG.readings_of(0).contains(&care), WULONG.readings_of(1).contains(&care)], [true, false]);
}

#[test]
fn the_example_roster() {
    let bytes = std::fs::read(root().join("examples/roster.csv")).unwrap();
    let shown = || {
        let options = alternatives(&WULONG);
        let weighing = weighed(&WULONG, &options, "2023-03", &bytes, Format::Csv);
        let found = Readings { plan: &WULONG, alternatives: &options, impacts: &[], weighing: Some(&weighing) };
        let csv = String::from_utf8(csv(found, Lang::Zh)).unwrap();
        [pretty(found, Lang::Zh), csv, markdown(found, Lang::En), json(found, Lang::Zh)]
    };
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let [text, csv, markdown, json] = pool(1).install(shown);
    assert_eq!(pool(3).install(shown), [text.clone(), csv.clone(), markdown.clone(), json.clone()]);
    snapshot("roster", &text);
    snapshot("roster.csv", &csv);
    snapshot("roster.en.md", &markdown);
    let document: Json = serde_json::from_str(&json).unwrap();
    let readings = document["readings"].as_array().unwrap();
    let tie = readings.iter().find(|reading| reading["reading"] == "择高相等").unwrap();
    assert_eq!(
        (&tie["alternatives"][0]["changed"], &tie["alternatives"][0]["difference"]),
        (&value!(6), &value!("590"))
    );
    let numbers = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() >= 15);
    assert!(![text, csv, markdown, json].iter().any(|text| numbers(text)), "a personal number in full");
}

struct Call {
    exit: i32,
    out: String,
    err: String,
}

fn call(arguments: &[&str], threads: &str) -> Call {
    let mut command = Command::new(env!("CARGO_BIN_EXE_polcheck"));
    command.current_dir(fixtures()).env_clear().env("LC_ALL", "C.UTF-8").env("NO_COLOR", "1");
    let output = command.env("RAYON_NUM_THREADS", threads).arg("readings").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Call { exit: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

const READERS: [&str; 4] = ["library.pol", "readers.csv", "--month", "2023-03"];

#[test]
fn every_format_is_the_same_for_any_number_of_threads() {
    for (format, name) in [("pretty", ""), ("markdown", ".md"), ("csv", ".csv"), ("json", ".json")] {
        let arguments = [READERS.as_slice(), &["--format", format]].concat();
        let one = call(&arguments, "1");
        assert_eq!(one.exit, 0, "{}", one.err);
        assert_eq!(one.out, call(&arguments, "3").out);
        snapshot(&format!("readers{name}"), &one.out);
        let english = [arguments.as_slice(), &["--lang", "en"]].concat();
        if format == "pretty" {
            snapshot("readers.en", &call(&english, "2").out);
        }
    }
}

#[test]
fn without_cases_whom_each_option_can_touch() {
    for (arguments, name) in [(["--format", "pretty"], "rules"), (["--format", "markdown"], "rules.md")] {
        let call = call(&[&["library.pol"], arguments.as_slice()].concat(), "2");
        assert_eq!((call.exit, call.err.as_str()), (0, ""));
        snapshot(name, &call.out);
    }
    let csv = call(&["library.pol", "--format", "csv"], "2");
    assert!(csv.out.contains("择高相等,保留其他待遇,保留本补贴,影响按月认定,借书,,"), "{}", csv.out);
}

#[test]
fn problems_of_the_data_are_counted_and_left_to_run() {
    let call = call(&READERS, "2");
    assert_eq!(call.exit, 0);
    assert!(call.err.contains("用 polcheck run 逐条列出"), "{}", call.err);
    assert!(!call.err.contains("D701"), "{}", call.err);
}

#[test]
fn another_option_can_be_the_one_in_force() {
    let readings = ["--reading", "失信=照发", "--format", "json"];
    let call = call(&[READERS.as_slice(), &readings].concat(), "2");
    let document: Json = serde_json::from_str(&call.out).unwrap();
    let reading = &document["readings"][2];
    assert_eq!((&reading["options"][1]["chosen"], &reading["options"][0]["default"]), (&value!(true), &value!(true)));
    let [back] = reading["alternatives"].as_array().unwrap().as_slice() else { panic!("{reading:#}") };
    assert_eq!((&back["option"], &back["bearing"]), (&value!("不发"), &value!("touches")));
}

#[test]
fn a_result_goes_to_a_file_and_mistakes_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let target = |name: &str| folder.path().join(name).display().to_string();
    let written = |name: &str| {
        let path = target(name);
        let call = call(&["library.pol", "-o", &path], "2");
        assert_eq!((call.exit, call.out.as_str()), (0, ""), "{}", call.err);
        assert!(call.err.contains("口径 5 个"), "{}", call.err);
        std::fs::read_to_string(Path::new(&path)).unwrap()
    };
    assert!(written("a.md").starts_with("### 借书补助"));
    assert!(written("a.json").starts_with('{'));
    assert!(written("a.csv").starts_with("口径,"));
    for arguments in [
        ["library.pol", "-o", "library.pol"].as_slice(),
        &["library.pol", "-o", &target("a.xyz")],
        &["library.pol", "readers.csv"],
        &["library.pol", "--reading", "失信=不知道"],
        &["library.pol", "readers.csv", "--month", "2022-12"],
    ] {
        let call = call(arguments, "2");
        assert_eq!(call.exit, 2, "{arguments:?}");
        assert!(!call.err.is_empty());
    }
}
