//! `polcheck reconcile` and `polcheck::ledger`: what was due against what was paid, and the ledger carried forward.

use crate::support::{plan, tries};
use assert_cmd::Command;
use polcheck::calendar::{Month, Timeline};
use polcheck::cases::{Batch, Format, read, read_table};
use polcheck::diagnostic::Lang;
use polcheck::ledger::{
    Entry, Examined, FindingKind, Ledger, OldLedgers, Reconciliation, Sources, carry, entries, kind_word, reconcile,
};
use polcheck::output::ledger::{LedgerReport, csv, json, json_lines, markdown, pretty};
use polcheck::plan::Plan;
use polcheck::schedule::{Schedule, schedule};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static POLICY: LazyLock<Plan> = LazyLock::new(|| plan(include_str!("fixtures/ledger/policy.pol")));
const PEOPLE: &str = include_str!("fixtures/ledger/people.json");

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/ledger")
}

/// Compares a text with `tests/fixtures/ledger/NAME.snap`.
fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => fixtures(),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Half a year, which most tests compare.
fn half_year() -> (Month, Month) {
    (month("2023-01"), month("2023-06"))
}

fn batch(people: &str) -> Batch {
    read(&POLICY, "名单", people.as_bytes(), Format::Json).unwrap()
}

/// What comparing finds, and its entries in Chinese.
struct Compared {
    schedule: Schedule,
    found: Reconciliation,
    entries: Vec<Entry>,
}

fn compared(people: &str, months: (Month, Month)) -> Compared {
    compared_in(people, months, Lang::Zh)
}

fn compared_in(people: &str, months: (Month, Month), lang: Lang) -> Compared {
    let batch = batch(people);
    let line = Timeline::new(&[&POLICY]).unwrap();
    let due = schedule(&line, &[&batch], months);
    let sources = Sources { timeline: &line, batches: &[&batch], schedule: &due };
    let found = reconcile(sources).unwrap();
    let entries = entries(&found, &line, &[&batch], lang);
    Compared { schedule: due, found, entries }
}

/// The ledger after a run that follows `old`.
fn carried(old: Ledger, compared: &Compared) -> Ledger {
    carry(old, compared.entries.clone(), &Examined::of(&compared.found), Lang::Zh)
}

fn no_ledger() -> Ledger {
    OldLedgers::new("编号".to_string(), Vec::new()).ledger
}

fn sheet(ledger: &Ledger) -> String {
    let report = LedgerReport { plans: &[&POLICY], from: Month(0), to: Month(0), benefits: &[], accounts: &[], ledger };
    String::from_utf8(csv(report, Lang::Zh)).unwrap()
}

/// A ledger as it is read back from its sheet.
fn read_back(sheet: &str) -> OldLedgers {
    let mut old = OldLedgers::new("编号".to_string(), Vec::new());
    old.add("台账.csv", &read_table("台账.csv", sheet.as_bytes()).unwrap()).unwrap();
    old.finish()
}

/// `001 护理补贴 应停未停 死亡 2023-03~2023-06 -360 待复核`, blanks for what is open.
fn line(entry: &Entry) -> String {
    let cents = entry.difference().map(|fen| (fen / 100).to_string()).unwrap_or_default();
    let (first, last) = (entry.first().unwrap(), entry.last().unwrap());
    let kind = kind_word(entry.kind, Lang::Zh);
    format!("{} {} {kind} {} {first}~{last} {cents} {}", entry.key, entry.benefit, entry.cause, entry.state)
}

fn lines(entries: &[Entry]) -> Vec<String> {
    entries.iter().filter(|entry| entry.benefit == "护理补贴").map(line).collect()
}

#[test]
fn every_kind_is_found_with_its_months_and_ground() {
    let compared = compared(PEOPLE, half_year());
    assert_eq!(
        lines(&compared.entries),
        [
            "001 护理补贴 应停未停 死亡 2023-03~2023-06 -360 待复核",
            "002 护理补贴 应停未停 证件冻结 2023-04~2023-06 -270 待复核",
            "003 护理补贴 错发 符合条件 2023-04~2023-06 -30 待复核",
            "004 护理补贴 漏发 符合条件 2023-03~2023-04 180 待复核",
            "005 护理补贴 停发无因 查不到停发依据 2023-04~2023-06 270 待复核",
            "006 护理补贴 应享未享 没有申请记录 2023-01~2023-06 0 待复核",
            "008 护理补贴 多发 申请以前 2023-01~2023-02 -180 待复核",
            "009 护理补贴 待核实 待核实 2023-01~2023-06  待复核",
            "011 护理补贴 应停未停 在册 特困 2023-03~2023-06 -360 待复核",
            "012 护理补贴 待核实 发放记录不明 2023-04~2023-04  待复核",
            "013 护理补贴 错发 符合条件 2023-05~2023-05 -90 待复核",
            "014 护理补贴 多发 不符合“重度” 2023-02~2023-02 -90 待复核",
            "014 护理补贴 多发 不符合“重度” 2023-04~2023-04 -90 待复核",
        ]
    );
    let entry = |key: &str| compared.entries.iter().find(|entry| entry.key == key).unwrap();
    assert_eq!(
        entry("001").notes,
        "应从 2023-03 起停发，到 2023-06 已 4 个月；2023-05-20 才得知，晚了 3 个月，得知以后又发了 1 个月"
    );
    assert_eq!(
        (entry("001").tell.as_str(), entry("001").action.as_str()),
        ("镇政府、区民政局", "列明月份和金额，追回")
    );
    assert_eq!(entry("006").notes, "申请后每月 90 元");
    assert_eq!(entry("013").notes, "一个月发放不止一笔：2023-05 2 笔");
    assert!(entry("005").reason.starts_with("2023-03 还在发，2023-04 起没有发；"), "{}", entry("005").reason);
    assert_eq!(entry("004").clauses, ["第三条", "第四条"]);
}

/// Whoever has waived, or no longer qualifies in the last month, need not be told to apply.
#[test]
fn nobody_is_asked_to_apply_in_vain() {
    let compared = compared(PEOPLE, half_year());
    let unclaimed: Vec<(&str, &str)> = compared
        .entries
        .iter()
        .filter(|entry| entry.kind == FindingKind::Unclaimed)
        .map(|entry| (entry.key.as_str(), entry.benefit.as_str()))
        .collect();
    assert!(unclaimed.contains(&("006", "护理补贴")) && unclaimed.contains(&("006", "生活补贴")));
    // 001 has died, 002 is frozen, 007 has waived, 011 is excluded
    assert!(unclaimed.iter().all(|(key, _)| !["001", "002", "007", "011"].contains(key)), "{unclaimed:?}");
}

#[test]
fn a_stop_without_ground_needs_payment_in_the_month_before() {
    let people = |paid: &[&str]| {
        let rows: Vec<Json> =
            paid.iter().map(|month| json!({"月份": month, "项目": "护理补贴", "金额": "90"})).collect();
        json!([{
            "编号": "1", "姓名": "甲", "乡镇街道": "东镇", "证件": [{"等级": "一级", "状态": "有效"}], "特困": [], "死亡": [],
            "申请": [{"申请日": "2022-05-10", "项目": "护理补贴"}], "放弃": [{"放弃日": "2022-05-10", "项目": "生活补贴"}],
            "发放": rows
        }])
        .to_string()
    };
    let kinds = |paid: &[&str], from: &str| {
        let months = (month(from), month("2023-06"));
        let found = compared(&people(paid), months).entries;
        found.iter().map(|entry| line(entry).split(' ').skip(2).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    let stopped = "停发无因 查不到停发依据 2023-05~2023-06 180 待复核";
    assert_eq!(kinds(&["2023-03", "2023-04"], "2023-03"), [stopped]);
    // the month before lies outside the months compared
    assert_eq!(kinds(&["2023-04"], "2023-05"), [stopped]);
    assert_eq!(kinds(&["2023-03"], "2023-05"), ["漏发 符合条件 2023-05~2023-06 180 待复核"]);
    assert_eq!(kinds(&["2023-03", "2023-06"], "2023-03"), ["漏发 符合条件 2023-04~2023-05 180 待复核"]);
}

#[test]
fn the_ledger_in_every_format() {
    let shown = || {
        let compared = compared(PEOPLE, half_year());
        let ledger = carried(no_ledger(), &compared);
        let accounts = compared.found.accounts(|_| true);
        let (from, to) = half_year();
        let report = LedgerReport {
            plans: &[&POLICY],
            from,
            to,
            benefits: &compared.found.benefits,
            accounts: &accounts,
            ledger: &ledger,
        };
        let csv = String::from_utf8(csv(report, Lang::Zh)).unwrap();
        [
            csv,
            pretty(report, Lang::Zh, None),
            markdown(report, Lang::En),
            json(report, Lang::Zh),
            json_lines(report, Lang::Zh),
        ]
    };
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let [csv, text, markdown, document, rows] = pool(1).install(shown);
    let same = [csv.clone(), text.clone(), markdown.clone(), document.clone(), rows.clone()];
    assert_eq!(pool(3).install(shown), same);
    snapshot("ledger.csv", &csv);
    snapshot("ledger", &text);
    snapshot("ledger.en.md", &markdown);
    let document: Json = serde_json::from_str(&document).unwrap();
    let care = &document["totals"]["benefits"]["护理补贴"];
    assert_eq!([&care["due"], &care["paid"], &care["arrears"], &care["recovery"]], ["4110", "5130", "450", "1470"]);
    assert_eq!((&care["undetermined_months"], &care["undetermined_paid"]), (&json!(7), &json!("540")));
    let entries = document["entries"].as_array().unwrap();
    assert_eq!(entries[0]["months"][0], json!({"month": "2023-03", "due": "0", "paid": "90"}));
    let open = entries.iter().find(|entry| entry["case"] == "012").unwrap();
    assert_eq!(open["months"], json!([{"month": "2023-04", "due": "90", "paid": {"least": "0", "most": null}}]));
    let rows: Vec<Json> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(&rows, entries);
}

#[test]
fn a_second_run_on_its_own_ledger_changes_nothing() {
    let compared = compared(PEOPLE, half_year());
    let first = sheet(&carried(no_ledger(), &compared));
    let old = read_back(&first);
    assert!(old.findings.is_empty());
    assert_eq!(sheet(&carried(old.ledger, &compared)), first);
}

/// Changes cells of some rows of a sheet: (row from 0, header, new text).
fn edited(sheet: &str, edits: &[(usize, &str, &str)]) -> String {
    let mut reader = csv::Reader::from_reader(sheet.as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut rows: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_string).collect()).collect();
    for (row, name, text) in edits {
        let column = header.iter().position(|cell| cell == *name).unwrap();
        rows[*row][column] = text.to_string();
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn of<'l>(ledger: &'l Ledger, key: &str) -> Vec<&'l Entry> {
    ledger.entries.iter().filter(|entry| entry.key == key && entry.benefit == "护理补贴").collect()
}

#[test]
fn states_and_remarks_of_staff_are_kept() {
    let before = compared(PEOPLE, half_year());
    let first = carried(no_ledger(), &before);
    let place = |key: &str| first.entries.iter().position(|entry| entry.key == key).unwrap();
    let edits = [
        (place("001"), "状态", "已追回"),
        (place("001"), "备注", "分三次"),
        (place("003"), "状态", "已移送"),
        (place("004"), "状态", "已补发"),
        (place("008"), "状态", "核实无误"),
    ];
    let old = read_back(&edited(&sheet(&first), &edits)).ledger;

    // the same data: what staff have closed stays closed
    let same = carried(old.clone(), &before);
    let states = |ledger: &Ledger| ledger.entries.iter().map(|entry| entry.state.clone()).collect::<Vec<_>>();
    assert_eq!(states(&same), states(&old));

    // one more month: 001 is paid on, which is a matter of its own, for what was paid before has been recovered; 003 is
    // paid right from now on; 004 stays as it is
    let mut people: Vec<Json> = serde_json::from_str(PEOPLE).unwrap();
    for (person, amount) in [(0, "90"), (1, "90"), (2, "80"), (3, "90")] {
        let row = json!({"月份": "2023-07", "项目": "护理补贴", "金额": amount});
        people[person]["发放"].as_array_mut().unwrap().push(row);
    }
    let july = (month("2023-07"), month("2023-07"));
    let next = carried(old, &compared(&json!(people).to_string(), july));
    let [dead, again] = of(&next, "001")[..] else { panic!() };
    assert_eq!(line(dead), "001 护理补贴 应停未停 死亡 2023-03~2023-06 -360 已追回");
    assert_eq!((dead.number.as_str(), dead.remark.as_str()), ("2023-0001", "分三次"));
    assert_eq!(line(again), "001 护理补贴 应停未停 死亡 2023-07~2023-07 -90 待复核");
    assert_ne!(again.number, dead.number);
    assert_eq!(line(of(&next, "002")[0]), "002 护理补贴 应停未停 证件冻结 2023-04~2023-07 -360 待复核");
    assert_eq!(line(of(&next, "003")[0]), "003 护理补贴 错发 符合条件 2023-04~2023-06 -30 已移送");
    assert_eq!(line(of(&next, "004")[0]), "004 护理补贴 漏发 符合条件 2023-03~2023-04 180 已补发");
    // stopped without ground, and still not paid
    assert_eq!(line(of(&next, "005")[0]), "005 护理补贴 停发无因 查不到停发依据 2023-04~2023-07 360 待复核");
    assert_eq!(of(&next, "005").len(), 1);
}

#[test]
fn what_is_settled_is_closed_and_what_returns_is_reopened() {
    let first = carried(no_ledger(), &compared(PEOPLE, half_year()));
    let mut people: Vec<Json> = serde_json::from_str(PEOPLE).unwrap();
    for month in ["2023-03", "2023-04"] {
        let row = json!({"月份": month, "项目": "护理补贴", "金额": "90"});
        people[3]["发放"].as_array_mut().unwrap().push(row);
    }
    let edits = [(first.entries.iter().position(|entry| entry.key == "004").unwrap(), "状态", "正在补")];
    let old = read_back(&edited(&sheet(&first), &edits)).ledger;
    let settled = carried(old, &compared(&json!(people).to_string(), half_year()));
    assert_eq!(line(of(&settled, "004")[0]), "004 护理补贴 漏发 符合条件 2023-03~2023-04 180 已销号");
    assert_eq!(of(&settled, "004")[0].remark, "原状态：正在补");

    let again = carried(read_back(&sheet(&settled)).ledger, &compared(PEOPLE, half_year()));
    assert_eq!(line(of(&again, "004")[0]), "004 护理补贴 漏发 符合条件 2023-03~2023-04 180 重新出现");
    assert_eq!(of(&again, "004")[0].remark, "原状态：正在补；原状态：已销号");
    assert_eq!(again.entries.len(), first.entries.len());
}

#[test]
fn people_who_were_not_looked_at_stay_as_they_are() {
    let first = carried(no_ledger(), &compared(PEOPLE, half_year()));
    let mut people: Vec<Json> = serde_json::from_str(PEOPLE).unwrap();
    people.truncate(1);
    let next = carried(first.clone(), &compared(&json!(people).to_string(), half_year()));
    assert_eq!(next, first);
}

#[test]
fn rows_that_cannot_be_read_are_named() {
    let first = carried(no_ledger(), &compared(PEOPLE, half_year()));
    let edits = [(0, "类型", "漏"), (1, "各月应发/实发", "三月"), (2, "得知日期", "五月"), (3, "各月应发/实发", "")];
    let old = read_back(&edited(&sheet(&first), &edits));
    let told: Vec<String> = old.findings.iter().map(|finding| finding.line(Lang::Zh)).collect();
    assert_eq!(
        told,
        [
            "台账.csv 第 2 行“类型”列：“漏”读不懂；这一行没有转入新台账",
            "台账.csv 第 3 行“各月应发/实发”列：“三月”读不懂；这一行没有转入新台账",
            "台账.csv 第 4 行“得知日期”列：“五月”读不懂；这一行没有转入新台账",
            "台账.csv 第 5 行“各月应发/实发”列：是空的；这一行没有转入新台账",
        ]
    );
    assert_eq!(old.ledger.entries.len(), first.entries.len() - 4);
    let mut none = OldLedgers::new("编号".to_string(), Vec::new());
    let other = read_table("别的.csv", "编号,姓名\n1,甲\n".as_bytes()).unwrap();
    assert!(none.add("别的.csv", &other).unwrap_err().zh.contains("没有“补贴”列"));
}

/// Numbers go on from the highest of the year, whatever was closed or deleted.
#[test]
fn numbers_are_never_given_twice() {
    let found = compared(PEOPLE, half_year());
    let first = carried(no_ledger(), &found);
    let mut old = first.clone();
    let last = old.entries.last().unwrap().clone();
    old.entries.retain(|entry| entry.key == last.key);
    let next = carried(old, &found);
    let mut numbers: Vec<&str> = next.entries.iter().map(|entry| entry.number.as_str()).collect();
    assert_eq!(next.entries.len(), first.entries.len());
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), first.entries.len());
    let of_last = next.entries.iter().find(|entry| entry.key == last.key && entry.kind == last.kind);
    assert_eq!(of_last.unwrap().number, last.number);
}

// ── properties ──────────────────────────────────────────────────────────────

fn date() -> impl Strategy<Value = String> {
    (0..9_u32, 1..=28_u32).prop_map(|(month, day)| {
        let (year, month) = if month < 2 { (2022, month + 11) } else { (2023, month - 1) };
        format!("{year}-{month:02}-{day:02}")
    })
}

fn payment() -> impl Strategy<Value = Json> {
    const MONTHS: [&str; 8] = ["2022-12", "2023-01", "2023-02", "2023-03", "2023-04", "2023-05", "2023-06", "2023-07"];
    const ITEMS: [&str; 6] = ["护理补贴", "护理补贴", "护理补贴", "生活补贴", "生活补贴", "别的"];
    const AMOUNTS: [&str; 8] = ["90", "90", "80", "50", "0", "90.5", "九十", ""];
    (select(&MONTHS[..]), select(&ITEMS[..]), select(&AMOUNTS[..]))
        .prop_map(|(month, item, amount)| json!({"月份": month, "项目": item, "金额": amount}))
}

fn someone() -> impl Strategy<Value = Json> {
    let card = || (select(&["一级", "二级", "三级"][..]), select(&["有效", "有效", "有效", "冻结", ""][..]), date());
    let lists = |count: usize| prop::collection::vec((date(), select(&["护理补贴", "生活补贴"][..])), 0..=count);
    let optional = || prop::option::weighted(0.2, date());
    (card(), card(), lists(3), lists(1), optional(), optional(), prop::collection::vec(payment(), 0..12)).prop_map(
        |(card, later, filings, waivers, death, care, paid)| {
            let begins = |day: &Option<String>| day.iter().map(|day| json!({"起": day})).collect::<Vec<_>>();
            let rows = |name: &str, list: &[(String, &str)]| {
                list.iter().map(|(day, item)| json!({name: day, "项目": item})).collect::<Vec<_>>()
            };
            let day: chrono::NaiveDate = later.2.parse().unwrap();
            json!({
                "姓名": "某人", "乡镇街道": "东镇",
                "证件": [
                    {"止": day.pred_opt().unwrap().to_string(), "等级": card.0, "状态": card.1},
                    {"起": later.2, "等级": later.0, "状态": later.1},
                ],
                "特困": begins(&care), "死亡": begins(&death),
                "申请": rows("申请日", &filings), "放弃": rows("放弃日", &waivers), "发放": paid,
            })
        },
    )
}

fn people() -> impl Strategy<Value = String> {
    prop::collection::vec(someone(), 1..4).prop_map(|mut people| {
        for (number, person) in people.iter_mut().enumerate() {
            person["编号"] = json!(format!("{:03}", number + 1));
        }
        json!(people).to_string()
    })
}

/// Fen paid by (person, benefit, month), and months of which a row cannot be read, straight from the JSON.
type Told = (BTreeMap<(usize, usize, Month), i64>, Vec<(usize, usize, Month)>);

fn told(people: &str) -> Told {
    let people: Vec<Json> = serde_json::from_str(people).unwrap();
    let (mut sums, mut unreadable) = (BTreeMap::new(), Vec::new());
    for (person, record) in people.iter().enumerate() {
        for row in record["发放"].as_array().unwrap() {
            let month = month(row["月份"].as_str().unwrap());
            let amount = match row["金额"].as_str().unwrap() {
                "90.5" => Some(9050),
                text => text.parse::<i64>().ok().map(|yuan| yuan * 100),
            };
            let benefits = match row["项目"].as_str().unwrap() {
                "护理补贴" => vec![0],
                "生活补贴" => vec![1],
                _ => vec![0, 1],
            };
            for benefit in &benefits {
                match amount.filter(|_| benefits.len() == 1) {
                    Some(amount) => *sums.entry((person, *benefit, month)).or_default() += amount,
                    None => unreadable.push((person, *benefit, month)),
                }
            }
        }
    }
    (sums, unreadable)
}

proptest! {
    #![proptest_config(tries(150))]

    /// Every amount paid is in exactly one place, and due − paid is arrears − recovery.
    #[test]
    fn nothing_is_lost(people in people()) {
        let months = half_year();
        let compared = compared(&people, months);
        let (sums, unreadable) = told(&people);
        let mut places: BTreeMap<(String, usize, Month), (FindingKind, i64, i64)> = BTreeMap::new();
        for found in compared.found.found() {
            for month in &found.months {
                let paid = (found.kind, month.paid.lo, month.difference().unwrap_or_default());
                let known = places.insert((found.key.clone(), found.benefit, month.month), paid);
                prop_assert!(known.is_none(), "{} in two entries", month.month);
            }
        }
        let accounts = compared.found.accounts(|_| true);
        for (benefit, account) in accounts.into_iter().enumerate() {
            let (mut due, mut paid, mut open, mut arrears, mut recovery) = (0, 0, 0, 0, 0);
            for (person, scheduled) in compared.schedule.people.iter().enumerate() {
                for month in &scheduled.benefits[benefit] {
                    let when = month.due.month;
                    let told = sums.get(&(person, benefit, when)).copied().unwrap_or_default();
                    let place = places.get(&(scheduled.key.clone(), benefit, when));
                    let is_open = unreadable.contains(&(person, benefit, when)) || !month.due.amount.is_known();
                    if is_open {
                        open += told;
                        let kind = place.map(|(kind, paid, _)| (*kind, *paid));
                        prop_assert_eq!(kind, Some((FindingKind::Undetermined, told)));
                        continue;
                    }
                    due += month.certain();
                    paid += told;
                    match place {
                        Some((kind, of_entry, difference)) => {
                            prop_assert_eq!((*of_entry, *difference), (told, month.certain() - told));
                            prop_assert_eq!(*difference == 0, *kind == FindingKind::Unclaimed);
                            arrears += (*difference).max(0);
                            recovery += (-*difference).max(0);
                        }
                        None => prop_assert_eq!(told, month.certain()),
                    }
                }
            }
            prop_assert_eq!([account.due, account.paid, account.undetermined_paid], [due, paid, open]);
            prop_assert_eq!([account.arrears, account.recovery], [arrears, recovery]);
            prop_assert_eq!(due - paid, arrears - recovery);
        }
    }

    /// Whatever staff write into it, a ledger that was carried forward once is not changed by the same data.
    #[test]
    fn carrying_forward_settles(
        before in people(),
        now in people(),
        edits in prop::collection::vec((0..20_usize, 0..9_usize), 0..8),
    ) {
        let states = ["待复核", "已补发", "已追回", "已核销", "核实无误", "已销号", "重新出现", "已移送", ""];
        let first = carried(no_ledger(), &compared(&before, half_year()));
        let cells: Vec<(usize, &str, &str)> = edits
            .iter()
            .filter(|(row, _)| *row < first.entries.len())
            .map(|(row, state)| (*row, "状态", states[*state]))
            .collect();
        let now = compared(&now, (month("2023-02"), month("2023-05")));
        let once = sheet(&carried(read_back(&edited(&sheet(&first), &cells)).ledger, &now));
        let old = read_back(&once);
        prop_assert!(old.findings.is_empty());
        prop_assert_eq!(sheet(&carried(old.ledger, &now)), once);
    }

    /// Month by month with the ledger of the month before comes to the same months and money as all at once.
    #[test]
    fn month_by_month_is_as_all_at_once(people in people()) {
        let money = |ledger: &Ledger| {
            let months = ledger.entries.iter().flat_map(|entry| {
                entry.months.iter().map(move |month| (entry.key.clone(), entry.benefit.clone(), *month))
            });
            let wrong = months.filter(|(_, _, month)| month.difference() != Some(0));
            let mut wrong: Vec<String> = wrong.map(|found| format!("{found:?}")).collect();
            wrong.sort();
            wrong
        };
        let whole = carried(no_ledger(), &compared(&people, half_year()));
        let (from, to) = half_year();
        let monthly = (from.0..=to.0).fold(no_ledger(), |ledger, month| {
            let compared = compared(&people, (Month(month), Month(month)));
            read_back(&sheet(&carried(ledger, &compared))).ledger
        });
        prop_assert_eq!(money(&monthly), money(&whole));
        let people = |ledger: &Ledger, kind: FindingKind| {
            let own = ledger.entries.iter().filter(|entry| entry.kind == kind);
            own.map(|entry| (entry.key.clone(), entry.benefit.clone(), entry.first())).collect::<Vec<_>>()
        };
        for kind in [FindingKind::PaidOn, FindingKind::Undetermined] {
            let (mut one, mut other) = (people(&monthly, kind), people(&whole, kind));
            one.sort();
            other.sort();
            prop_assert_eq!(one, other);
        }
    }
}

// ── the command ─────────────────────────────────────────────────────────────

/// Exit code, stdout and stderr of a run within a folder.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("polcheck").unwrap();
    let output = command.current_dir(folder).args(["reconcile", "--lang", "zh"]).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(fixtures().join("policy.pol"), folder.path().join("p.pol")).unwrap();
    std::fs::write(folder.path().join("c.json"), PEOPLE).unwrap();
    folder
}

#[test]
fn the_command_carries_its_own_ledger_forward() {
    let folder = folder();
    let months = ["p.pol", "c.json", "--from", "2023-01", "--to", "2023-06"];
    let (code, stdout, stderr) = run(folder.path(), &[&months[..], &["-o", "1.csv"]].concat());
    assert_eq!((code, stdout.as_str()), (Some(1), ""), "{stderr}");
    assert!(stderr.contains("待办") && stderr.contains("“九十”不是数"), "{stderr}");
    let (code, _, stderr) = run(folder.path(), &[&months[..], &["--ledger", "1.csv", "-o", "2.csv"]].concat());
    assert_eq!(code, Some(1), "{stderr}");
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(text("1.csv"), text("2.csv"));
    let (code, _, stderr) = run(folder.path(), &[&months[..], &["--ledger", "1.csv", "-o", "1.csv"]].concat());
    assert_eq!(code, Some(2));
    assert!(stderr.contains("换一个文件名"), "{stderr}");
}

/// The folder of an invented office: a file for each register, and a list of payments.
fn office() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(fixtures().join("policy.pol"), folder.path().join("p.pol")).unwrap();
    std::fs::create_dir(folder.path().join("名册")).unwrap();
    for (name, text) in [
        ("名册/人员.csv", "编号,姓名,乡镇街道\n001,甲一,东镇\n002,甲二,\n003,甲三,西/镇\n"),
        ("名册/证件.csv", "编号,等级,状态\n001,一级,有效\n002,二级,有效\n003,一级,有效\n"),
        (
            "名册/申请.csv",
            "编号,申请日,项目\n001,2022-05-10,护理补贴\n002,2022-05-10,护理补贴\n003,2022-05-10,护理补贴\n003,2022-05-10,生活补贴\n",
        ),
        ("名册/放弃.csv", "编号,放弃日,项目\n001,2022-05-10,生活补贴\n002,2022-05-10,生活补贴\n"),
        ("名册/死亡.csv", "编号,起,得知日期\n001,2023-04-10,2023-06-20\n"),
        ("名册/特困.csv", "编号,起\n"),
        (
            "发放.csv",
            "编号,月份,项目,金额\n\
             001,2023-05,护理补贴,90\n001,2023-06,护理补贴,90\n002,2023-05,护理补贴,80\n002,2023-06,护理补贴,80\n\
             003,2023-05,护理补贴,90\n003,2023-06,护理补贴,90\n003,2023-05,生活补贴,50\n003,2023-06,生活补贴,50.50\n\
             099,2023-05,护理补贴,90\n099,2023-06,护理补贴,90\n098,2023-06,生活补贴,五十\n099,2023-07,护理补贴,90\n",
        ),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn lists_of_several_offices_are_compared_and_split_by_town() {
    let folder = office();
    let months = ["p.pol", "名册", "--paid", "发放.csv", "--from", "2023-05", "--to", "2023-06"];
    let (code, stdout, stderr) =
        run(folder.path(), &[&months[..], &["--format", "pretty", "--columns", "姓名"]].concat());
    assert_eq!(code, Some(1), "{stderr}");
    snapshot("office", &stdout);
    // the same list by its register's name
    let lists = ["p.pol", "名册", "--list", "发放=发放.csv", "--from", "2023-05", "--to", "2023-06"];
    let (_, same, _) = run(folder.path(), &[&lists[..], &["--format", "pretty", "--columns", "姓名"]].concat());
    assert_eq!(same, stdout);

    let parts = [&months[..], &["--split-by", "乡镇街道", "-o", "台账"]].concat();
    let (code, stdout, stderr) = run(folder.path(), &parts);
    assert_eq!((code, stdout.as_str()), (Some(1), ""), "{stderr}");
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let keys = |name: &str| {
        let mut reader = csv::Reader::from_path(folder.path().join(name)).unwrap();
        reader.records().map(|row| row.unwrap()[1].to_string()).collect::<Vec<_>>()
    };
    assert_eq!(keys("台账/东镇.csv"), ["001"]);
    assert_eq!(keys("台账/西_镇.csv"), ["003"]);
    assert_eq!(keys("台账/未填写.csv"), ["099", "098"]);
    // the folder is carried forward as one ledger
    let (code, _, stderr) =
        run(folder.path(), &[&months[..], &["--ledger", "台账", "--split-by", "乡镇街道", "-o", "再来"]].concat());
    assert_eq!(code, Some(1), "{stderr}");
    for name in ["东镇.csv", "西_镇.csv", "未填写.csv"] {
        assert_eq!(text(&format!("台账/{name}")), text(&format!("再来/{name}")));
    }
    // nor is what staff may have filled in
    let (code, _, stderr) = run(folder.path(), &parts);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("上次的用 --ledger 台账 接上"), "{stderr}");
    // what is read is never written
    let (code, _, stderr) =
        run(folder.path(), &[&months[..], &["--ledger", "台账", "--split-by", "乡镇街道", "-o", "台账"]].concat());
    assert_eq!(code, Some(2));
    assert!(stderr.contains("换一个文件名"), "{stderr}");
}

#[test]
fn months_without_any_payment_are_named() {
    let folder = office();
    let months = ["p.pol", "名册", "--paid", "发放.csv", "--from", "2023-04", "--to", "2023-06", "--format", "json"];
    let (code, stdout, stderr) = run(folder.path(), &months);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("2023-04 有人应发护理补贴，却没有任何人的实发记录"), "{stderr}");
    let document: Json = serde_json::from_str(&stdout).unwrap();
    let all = &document["totals"]["all"];
    // 099's payment of July lies outside the months
    assert_eq!(all["paid_to_people_not_listed"], "180");
    let fen = |name: &str| (all[name].as_str().unwrap().parse::<f64>().unwrap() * 100.0).round() as i64;
    assert_eq!(fen("due") - fen("paid"), fen("arrears") - fen("recovery"));
}

#[test]
fn what_is_lacking_is_said() {
    let folder = folder();
    for (arguments, words) in [
        (vec!["p.pol", "c.json"], "要写明月份"),
        (vec!["p.pol", "c.json", "--from", "2023-06", "--to", "2023-01"], "早于"),
        (vec!["p.pol", "c.json", "--month", "2023-06", "--columns", "状态"], "台账自己的列名"),
        (vec!["p.pol", "c.json", "--month", "2023-06", "--ledger", "none.csv"], "没有这个文件"),
        (vec!["p.pol", "p.pol", "c.json", "--month", "2023-06"], "施行期重叠"),
        (vec!["p.pol", "unpaid.json", "--month", "2023-06"], "--paid"),
        (vec!["silent.pol", "c.json", "--month", "2023-06"], "发放 发放.金额"),
    ] {
        let mut people: Vec<Json> = serde_json::from_str(PEOPLE).unwrap();
        people.iter_mut().for_each(|person| drop(person.as_object_mut().unwrap().remove("发放")));
        std::fs::write(folder.path().join("unpaid.json"), json!(people).to_string()).unwrap();
        let policy = std::fs::read_to_string(folder.path().join("p.pol")).unwrap();
        std::fs::write(folder.path().join("silent.pol"), policy.replace("    发放 发放.金额\n", "")).unwrap();
        let (code, stdout, stderr) = run(folder.path(), &arguments);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(stderr.contains(words), "{arguments:?}: {stderr}");
    }
}

#[test]
fn nothing_wrong_is_exit_0() {
    let folder = folder();
    let people: Vec<Json> = serde_json::from_str(PEOPLE).unwrap();
    std::fs::write(folder.path().join("c.json"), json!([people[9]]).to_string()).unwrap();
    let (code, stdout, stderr) = run(folder.path(), &["p.pol", "c.json", "--month", "2023-06", "--format", "pretty"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stdout.contains("合计：应发 140 − 实发 140 ＝ 应补 0 − 应退 0 ＝ 0 元。"), "{stdout}");
}
