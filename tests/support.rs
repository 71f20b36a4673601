//! Policies, people and decisions as the tests write them.

use polcheck::batch::{DecidedCase, decide};
use polcheck::calendar::{Day, days_in_force};
use polcheck::cases::{Format, read};
use polcheck::check::check;
use polcheck::check::model::Policy;
use polcheck::diagnostic::Lang;
use polcheck::eval::{Facts, Value};
use polcheck::plan::{Plan, compile};
use polcheck::syntax::parse;
use proptest::test_runner::{Config as ProptestConfig, RngSeed};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

pub const WULONG_SOURCE: &str = include_str!("../policies/wulong-2023.pol");

pub static WULONG: LazyLock<Plan> = LazyLock::new(|| plan(WULONG_SOURCE));

/// How often a property is tried: always the same cases, unless PROPTEST_RNG_SEED names another seed.
/// POLCHECK_TEST_TIMES=20 tries twenty times as many.
pub fn tries(count: u32) -> ProptestConfig {
    let times = std::env::var("POLCHECK_TEST_TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let mut config = ProptestConfig::with_cases(count * times);
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(2023);
    }
    ProptestConfig { failure_persistence: None, max_shrink_iters: 1000, ..config }
}

/// A policy that must be sound.
pub fn model(source: &str) -> Policy {
    let parsed = parse(source);
    assert!(parsed.problems.is_empty(), "{:#?}\n{source}", parsed.problems);
    let checked = check(&parsed.file);
    checked.policy.unwrap_or_else(|| panic!("{:#?}\n{source}", checked.problems))
}

pub fn plan(source: &str) -> Plan {
    plan_with(source, &[])
}

/// A plan in which some readings are not the default.
pub fn plan_with(source: &str, readings: &[(&str, &str)]) -> Plan {
    let readings: Vec<_> = readings.iter().map(|(name, option)| (name.to_string(), option.to_string())).collect();
    compile(model(source), source, &readings).unwrap()
}

/// The days of a month on which a policy is in force.
pub fn days(plan: &Plan, month: &str) -> (Day, Day) {
    days_in_force(&plan.policy, month.parse().unwrap()).unwrap()
}

/// The facts of records of a JSON file.
pub fn facts_of(plan: &Plan, records: &[Map<String, Json>]) -> Vec<Facts> {
    let batch = read(plan, "名单.json", json!(records).to_string().as_bytes(), Format::Json).unwrap();
    assert_eq!(batch.cases.len(), records.len());
    batch.cases.into_iter().map(|case| case.facts).collect()
}

pub fn facts(plan: &Plan, record: &Map<String, Json>) -> Facts {
    facts_of(plan, std::slice::from_ref(record)).remove(0)
}

/// Whether everything that is possible by `inner` is possible by `outer`.
pub fn holds(outer: Value, inner: Value) -> bool {
    outer.lo <= inner.lo && inner.hi <= outer.hi
}

/// One row of the Wulong wide sheet. A value that is no text makes it a record of a JSON file instead.
#[derive(Debug, Clone)]
pub struct Person(pub Map<String, Json>);

/// Somebody of level one who is in 低保, with no other benefit; every fact is known.
pub fn person() -> Person {
    let cells = [
        ("编号", "0001"),
        ("姓名", "张三"),
        ("身份证号", "500232196003150029"),
        ("残疾人证号", "50023219600315002941"),
        ("户籍区县", "武隆区"),
        ("乡镇街道", "凤山街道"),
        ("残疾等级", "一级"),
        ("证件状态", "有效"),
        ("证件有效期止", "2030-06-30"),
        ("低保", "是"),
        ("特困供养", "否"),
        ("孤儿", "否"),
        ("工伤生活护理费", "否"),
        ("事实无人抚养", "无"),
        ("高龄津贴", "0"),
        ("养老服务补贴", "0"),
        ("离休护理费", "0"),
        ("因公致残生活补贴", "0"),
        ("因公致残护理补贴", "0"),
        ("伤残抚恤", "0"),
        ("刑种", "无"),
        ("服刑场所", "无"),
        ("判决生效日", ""),
        ("刑满日", ""),
        ("死亡日期", ""),
        ("就学迁户", "否"),
        ("原户籍区县", ""),
    ];
    Person(cells.into_iter().map(|(header, cell)| (header.to_string(), json!(cell))).collect())
}

impl Person {
    pub fn with(mut self, header: &str, value: impl Into<Json>) -> Person {
        self.0.insert(header.to_string(), value.into());
        self
    }

    /// Without one column, usually to give its register as rows.
    pub fn without(mut self, header: &str) -> Person {
        self.0.remove(header);
        self
    }

    /// Somebody of another level, whose card number says so too.
    pub fn of_level(self, level: &str) -> Person {
        let digit = ["一级", "二级", "三级", "四级"].iter().position(|known| *known == level).unwrap() + 1;
        self.with("残疾等级", level).with("残疾人证号", format!("5002321960031500294{digit}"))
    }

    /// The card given as rows with dates instead of columns.
    pub fn with_cards(self, cards: Json) -> Person {
        let columns = ["残疾人证号", "残疾等级", "证件状态", "证件有效期止"];
        columns.into_iter().fold(self, Person::without).with("残疾人证", cards)
    }

    pub fn decide(&self, plan: &Plan, month: &str) -> Answer {
        let (text, format) = sheet(std::slice::from_ref(self));
        let batch = read(plan, "名单", text.as_bytes(), format).unwrap();
        assert!(batch.is_clean(), "{:#?}", batch.findings);
        let decided = decide(plan, &batch.cases, days(plan, month));
        Answer { row: result_row(plan, &decided), case: results(plan, &decided).remove(0) }
    }
}

/// A case file with some people: CSV if every value is a text, else JSON.
pub fn sheet(people: &[Person]) -> (String, Format) {
    if !people.iter().all(|person| person.0.values().all(Json::is_string)) {
        let records: Vec<_> = people.iter().map(|person| &person.0).collect();
        return (json!(records).to_string(), Format::Json);
    }
    (csv(people), Format::Csv)
}

/// A CSV file; the first person has all the columns.
pub fn csv(people: &[Person]) -> String {
    let headers: Vec<&String> = people[0].0.keys().collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&headers).unwrap();
    for person in people {
        writer.write_record(headers.iter().map(|header| person.0[*header].as_str().unwrap())).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// What `run` writes about each person as JSON.
pub fn results(plan: &Plan, decided: &[DecidedCase]) -> Vec<Json> {
    let lines = polcheck::output::json_lines(plan, decided, Lang::Zh);
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The line of the CSV file about the first person, by header.
fn result_row(plan: &Plan, decided: &[DecidedCase]) -> BTreeMap<String, String> {
    let bytes = polcheck::output::csv(plan, decided, Lang::Zh);
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let headers = reader.headers().unwrap().clone();
    let row = reader.records().next().unwrap().unwrap();
    headers.iter().map(str::to_string).zip(row.iter().map(str::to_string)).collect()
}

fn texts(list: &Json) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// What is decided for one person in one month, as `run` writes it.
#[derive(Debug)]
pub struct Answer {
    row: BTreeMap<String, String>,
    case: Json,
}

/// A ground: words that the reason must have, a blank between them, and the clause that it must cite.
pub type Ground<'g> = (&'g str, &'g str);

impl Answer {
    fn cell(&self, header: &str) -> &str {
        &self.row[header]
    }

    /// The reasons: the sentence and the clauses that it cites.
    fn reasons(&self, name: &str) -> Vec<(&str, Vec<&str>)> {
        let reasons = self.case["benefits"][name]["reasons"].as_array().unwrap();
        reasons.iter().map(|reason| (reason["text"].as_str().unwrap(), texts(&reason["clauses"]))).collect()
    }

    fn assert_row(&self, name: &str, amount: &str, status: &str) {
        assert_eq!((self.cell(name), self.cell(&format!("{name}状态"))), (amount, status), "{:#?}", self.row);
        assert_eq!(self.case["benefits"][name]["status"], status);
    }

    /// Exactly these reasons, in any order; each has the words, cites the clause and stands in 理由 with both.
    fn assert_grounds(&self, name: &str, grounds: &[Ground<'_>]) {
        let cell = self.cell(&format!("{name}理由"));
        let reasons = self.reasons(name);
        for (words, clause) in grounds {
            let has_words = |text: &str| words.split(' ').all(|word| text.contains(word));
            let found = reasons.iter().find(|(text, clauses)| has_words(text) && clauses.contains(clause));
            let Some((text, _)) = found else { panic!("no reason with {words} and {clause}: {cell}") };
            assert!(text.contains(clause) && cell.contains(text), "{text} | {cell}");
        }
        assert_eq!(reasons.len(), grounds.len(), "{grounds:?} | {cell}");
    }

    /// Paid: the amount by its clause, and the grounds besides (the requirements are all met).
    pub fn paid(&self, name: &str, amount: &str, clause: &str, further: &[Ground<'_>]) -> &Answer {
        self.assert_row(name, amount, "享受");
        let rate = format!("标准 {amount} 元/月");
        let met = if name == "护理补贴" { "附件2·一·1" } else { "附件2·二·1" };
        let grounds = [&[("符合条件", met), (rate.as_str(), clause)], further].concat();
        self.assert_grounds(name, &grounds);
        self
    }

    /// Not paid, on exactly these grounds.
    pub fn refused(&self, name: &str, grounds: &[Ground<'_>]) -> &Answer {
        self.assert_row(name, "0", "不享受");
        self.assert_grounds(name, grounds);
        self
    }

    /// Open: the missing facts by their headers, the least and the greatest amount, and the clause of the open rule.
    pub fn open(&self, name: &str, facts: &[&str], least: &str, most: &str, clause: &str) -> &Answer {
        self.assert_row(name, "", "待核实");
        let words = format!("{} 最少 {least} 元/月 最多 {most} 元/月", facts.join(" "));
        self.assert_grounds(name, &[(&words, clause)]);
        let benefit = &self.case["benefits"][name];
        assert_eq!(benefit["missing"], json!(facts));
        assert_eq!((&benefit["least"], &benefit["most"]), (&json!(least), &json!(most)));
        self
    }

    pub fn total(&self, total: &str) -> &Answer {
        assert_eq!(self.cell("合计"), total, "{:#?}", self.row);
        self
    }
}
