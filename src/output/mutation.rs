//! What becomes of the mutants of a policy, for reading and as JSON.

use crate::calendar::{Decision, Status};
use crate::diagnostic::{Lang, line_column};
use crate::explain::{range_text, status_text};
use crate::plan::Plan;
use crate::testing::mutation::{Fate, KillingCase, Mutant, Mutated, Mutation};
use serde_json::{Value, json};

/// The figures, then the mutants that survive with the tests that would kill them, then those left open.
pub fn mutation_text(plan: &Plan, mutation: &Mutation, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let counts = mutation.counts();
    let all = mutation.mutants.len();
    let mut text = String::new();
    for mutated in &mutation.mutants {
        if let Fate::Survived(case) = &mutated.fate {
            text += &format!("{}\n", head(plan, &mutated.mutant, lang));
            text += &survived(plan, case, lang);
        }
    }
    let open: Vec<&Mutated> =
        mutation.mutants.iter().filter(|mutated| matches!(mutated.fate, Fate::Undecided(_))).collect();
    if !open.is_empty() {
        text += if zh {
            "没有测试发现，也未能判定是否等价：\n"
        } else {
            "no test notices, and not known to be equivalent:\n"
        };
    }
    for mutated in open {
        let Fate::Undecided(why) = &mutated.fate else { continue };
        let why = if why.get(lang).is_empty() { String::new() } else { format!("　{}", why.get(lang)) };
        text += &format!("  {}{why}\n", head(plan, &mutated.mutant, lang));
    }
    let (killed, equivalent) = (counts.killed, counts.equivalent);
    let (survived, undecided, idle) = (counts.survived, counts.undecided, counts.idle);
    text += &if zh {
        format!(
            "共 {all} 个改动：测试发现 {killed}，没有发现 {survived}，未能判定 {undecided}，等价 {equivalent}，口径所限、不影响补贴 {idle}。\n"
        )
    } else {
        format!(
            "{all} mutants: {killed} killed, {survived} survived, {undecided} undecided, {equivalent} equivalent, {idle} idle under the readings in force.\n"
        )
    };
    text
}

fn head(plan: &Plan, mutant: &Mutant, lang: Lang) -> String {
    let (line, _) = line_column(&plan.source, mutant.span.start);
    let (rule, words, clauses) = (mutant.rule.get(lang), mutant.words.get(lang), mutant.clauses.join("、"));
    match (lang, clauses.is_empty()) {
        (Lang::Zh, true) => format!("第 {line} 行　{rule}：{words}"),
        (Lang::Zh, false) => format!("第 {line} 行　{rule}：{words}（{clauses}）"),
        (Lang::En, true) => format!("line {line}: {rule}: {words}"),
        (Lang::En, false) => format!("line {line}: {rule}: {words} ({clauses})"),
    }
}

fn survived(plan: &Plan, case: &KillingCase, lang: Lang) -> String {
    let change = |(benefit, before, after): &(usize, Decision, Decision)| {
        let name = plan.policy.benefits.get(*benefit).map(|benefit| benefit.name.as_str()).unwrap_or_default();
        let (before, after) = (outcome(before, lang), outcome(after, lang));
        if lang == Lang::Zh {
            format!("{name} {before}，改动后 {after}")
        } else {
            format!("{name} {before}, with the change {after}")
        }
    };
    let changes: Vec<String> = case.differs.iter().map(change).collect();
    let text = if lang == Lang::Zh {
        format!("  没有测试发现。这个用例能发现（{}）：\n", changes.join("；"))
    } else {
        format!("  no test notices. This one would ({}):\n", changes.join("; "))
    };
    let example: String = case.example.lines().map(|line| format!("    {line}\n")).collect();
    text + &example
}

fn outcome(decision: &Decision, lang: Lang) -> String {
    let unit = if lang == Lang::Zh { "元/月" } else { "yuan/month" };
    match decision.status {
        Status::NotEntitled => status_text(decision.status, lang).to_string(),
        Status::Entitled => format!("{} {unit}", range_text(decision.amount)),
        Status::Undetermined => {
            format!("{} {} {unit}", status_text(decision.status, lang), range_text(decision.amount))
        }
    }
}

/// All mutants with what becomes of them.
pub fn mutation_json(plan: &Plan, mutation: &Mutation, lang: Lang) -> Value {
    let counts = mutation.counts();
    let mutants: Vec<Value> = mutation.mutants.iter().map(|mutated| of_mutant(plan, mutated, lang)).collect();
    json!({
        "format_version": 1,
        "policy": plan.policy.name,
        "killed": counts.killed,
        "survived": counts.survived,
        "undecided": counts.undecided,
        "equivalent": counts.equivalent,
        "idle": counts.idle,
        "mutants": mutants,
    })
}

fn of_mutant(plan: &Plan, mutated: &Mutated, lang: Lang) -> Value {
    let mutant = &mutated.mutant;
    let mut value = json!({
        "kind": mutant.kind,
        "rule": mutant.rule.get(lang),
        "change": mutant.words.get(lang),
        "clauses": mutant.clauses,
        "line": line_column(&plan.source, mutant.span.start).0,
    });
    let Some(object) = value.as_object_mut() else { return value };
    let mut add = |name: &str, value: Value| object.insert(name.to_string(), value);
    match &mutated.fate {
        Fate::Killed { by } => {
            add("fate", json!("killed"));
            add("killed_by", json!(by));
        }
        Fate::Idle => {
            add("fate", json!("idle"));
        }
        Fate::Equivalent => {
            add("fate", json!("equivalent"));
        }
        Fate::Undecided(why) => {
            add("fate", json!("undecided"));
            add("why", json!(why.get(lang)));
        }
        Fate::Survived(case) => {
            let differs: Vec<Value> = case
                .differs
                .iter()
                .map(|(benefit, before, after)| {
                    let name = plan.policy.benefits.get(*benefit).map(|benefit| benefit.name.clone());
                    json!({ "benefit": name, "before": outcome(before, lang), "after": outcome(after, lang) })
                })
                .collect();
            let cells: serde_json::Map<String, Value> =
                case.cells.iter().map(|(header, text)| (header.clone(), json!(text))).collect();
            add("fate", json!("survived"));
            add("month", json!(case.month.to_string()));
            add("cells", Value::Object(cells));
            add("differs", json!(differs));
            add("example", json!(case.example));
        }
    }
    value
}
