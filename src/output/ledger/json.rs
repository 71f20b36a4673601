//! The ledger as JSON (versioned) and JSON lines.

use super::LedgerReport;
use crate::diagnostic::Lang;
use crate::explain::amount_text;
use crate::ledger::{Account, Entry, FoundMonth, Ledger, kind_word, summarize};
use crate::value::Value as Amount;
use serde_json::{Map, Value, json};

/// The version of both formats; a minor change only adds.
const FORMAT_VERSION: u32 = 1;

/// One document: policies, months, totals, summary by kind, entries. Personal numbers are whole.
pub fn json(report: LedgerReport<'_>, lang: Lang) -> String {
    let accounts = report.benefits.iter().zip(report.accounts);
    let benefits: Map<String, Value> = accounts.map(|(name, sums)| (name.clone(), account(sums))).collect();
    let summary: Vec<Value> = summarize(&report.ledger.entries)
        .iter()
        .map(|of| {
            json!({
                "kind": kind_word(of.kind, lang),
                "entries": of.entries,
                "people": of.people,
                "months": of.months,
                "arrears": amount_text(of.arrears),
                "recovery": amount_text(of.recovery),
            })
        })
        .collect();
    let document = json!({
        "format_version": FORMAT_VERSION,
        "policies": report.plans.iter().map(|plan| plan.policy.name.as_str()).collect::<Vec<_>>(),
        "from": report.from.to_string(),
        "to": report.to.to_string(),
        "totals": { "benefits": benefits, "all": account(&report.total()) },
        "summary": summary,
        "entries": entries(report.ledger, lang),
    });
    format!("{document:#}\n")
}

/// One entry a line.
pub fn json_lines(report: LedgerReport<'_>, lang: Lang) -> String {
    entries(report.ledger, lang).iter().map(|entry| format!("{entry}\n")).collect()
}

fn account(sums: &Account) -> Value {
    json!({
        "due": amount_text(sums.due),
        "paid": amount_text(sums.paid),
        "arrears": amount_text(sums.arrears),
        "recovery": amount_text(sums.recovery),
        "paid_to_people_not_listed": amount_text(sums.unlisted),
        "undetermined_months": sums.undetermined_months,
        "undetermined_paid": amount_text(sums.undetermined_paid),
    })
}

fn entries(ledger: &Ledger, lang: Lang) -> Vec<Value> {
    ledger.entries.iter().map(|one| entry(ledger, one, lang)).collect()
}

fn entry(ledger: &Ledger, entry: &Entry, lang: Lang) -> Value {
    let cells = |headers: &[String], cells: &[String]| {
        let pairs = headers.iter().cloned().zip(cells.iter().cloned().map(Value::String));
        pairs.collect::<Map<String, Value>>()
    };
    json!({
        "number": entry.number,
        "case": entry.key,
        "columns": cells(&ledger.kept, &entry.kept),
        "benefit": entry.benefit,
        "kind": kind_word(entry.kind, lang),
        "cause": entry.cause,
        "months": entry.months.iter().map(month).collect::<Vec<Value>>(),
        "due": entry.due().map(amount_text),
        "paid": entry.paid().map(amount_text),
        "difference": entry.difference().map(amount_text),
        "reason": entry.reason,
        "clauses": entry.clauses,
        "learned": entry.learned.map(|day| day.to_string()),
        "notes": entry.notes,
        "tell": entry.tell,
        "action": entry.action,
        "state": entry.state,
        "remark": entry.remark,
        "added": cells(&ledger.added, &entry.added),
    })
}

/// Amounts that are open have their bounds; without an upper one it is null.
fn month(month: &FoundMonth) -> Value {
    let amount = |amount: Amount| {
        if amount.is_known() {
            return json!(amount_text(amount.lo));
        }
        let most = if amount.hi == i64::MAX { Value::Null } else { json!(amount_text(amount.hi)) };
        json!({ "least": amount_text(amount.lo), "most": most })
    };
    json!({ "month": month.month.to_string(), "due": amount(month.due), "paid": amount(month.paid) })
}
