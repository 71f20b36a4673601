//! A comparison as JSON (versioned). Amounts are decimals of yuan a month in text.

use super::closing::closing;
use super::money::{most, yearly};
use super::words::{self, benefit_name};
use crate::batch::DecidedBenefit;
use crate::calendar::{Decision, Status};
use crate::diagnostic::{Lang, Message};
use crate::diff::{
    BenefitChange, BenefitTouched, CaseChange, CauseGroup, Comparison, Impact, ImpactLine, Kind, Sum, Touched, Version,
};
use crate::explain::{amount_text, status_text};
use crate::value::Value as Bounds;
use serde_json::{Map, Value, json};

/// The version of the format; a minor change only adds.
const FORMAT_VERSION: u32 = 1;

/// One document: versions, edits, impact, people touched, closing line.
pub fn json(comparison: &Comparison, lang: Lang) -> String {
    let edits: Vec<Value> = comparison.edits.iter().map(|edit| edit.to_json()).collect();
    let document = json!({
        "format_version": FORMAT_VERSION,
        "old": version(&comparison.old),
        "new": version(&comparison.new),
        "edits": edits,
        "impact": comparison.impact.as_ref().map(|found| impact(found, Some(&comparison.blind_spots), lang)),
        "touched": comparison.touched.as_ref().map(|found| touched(found, lang)),
        "closing": closing(comparison, lang),
    });
    format!("{document:#}\n")
}

fn version(version: &Version) -> Value {
    json!({ "policy": version.policy, "file": version.file, "revision": version.revision })
}

pub(in crate::output) fn bounds(amount: Bounds) -> Value {
    json!({ "least": amount_text(amount.lo), "most": most(amount).map(amount_text) })
}

/// An impact with all of its lines.
pub(in crate::output) fn impact(impact: &Impact, blind_spots: Option<&[usize]>, lang: Lang) -> Value {
    let texts = |list: &[Message]| list.iter().map(|text| text.get(lang).to_string()).collect::<Vec<_>>();
    let line = |(index, line): (usize, &ImpactLine)| {
        let cells: Map<String, Value> =
            line.witness.cells.iter().map(|(header, cell)| (header.clone(), json!(cell))).collect();
        json!({
            "benefit": line.benefit,
            "conditions": texts(&line.conditions),
            "before": line.before.get(lang),
            "after": line.after.get(lang),
            "direction": words::direction(line.direction, lang),
            "knock_on": line.knock_on,
            "blind_spot": blind_spots.map(|blind_spots| blind_spots.contains(&index)),
            "witness": {
                "month": line.witness.month.to_string(),
                "day": line.witness.day.to_string(),
                "cells": cells,
                "before": decision(&line.witness.before, lang),
                "after": decision(&line.witness.after, lang),
            },
        })
    };
    let verdicts = impact.benefits.iter().map(|benefit| {
        let verdict = words::verdict(benefit.verdict, lang);
        json!({ "benefit": benefit.name, "verdict": verdict, "common": texts(&benefit.common) })
    });
    let undecided = impact.undecided.iter().map(|undecided| {
        json!({
            "benefit": undecided.benefit,
            "expression": undecided.expression,
            "conditions": texts(&undecided.conditions),
        })
    });
    json!({
        "days": impact.days.map(|(from, until)| json!({
            "from": from.to_string(),
            "until": until.map(|until| until.to_string()),
        })),
        "benefits": verdicts.collect::<Vec<_>>(),
        "lines": impact.lines.iter().enumerate().map(line).collect::<Vec<_>>(),
        "undecided": undecided.collect::<Vec<_>>(),
        "regions": impact.regions,
    })
}

fn decision(decision: &Decision, lang: Lang) -> Value {
    of_side(decision.status, decision.amount, lang)
}

fn of_side(status: Status, amount: Bounds, lang: Lang) -> Value {
    let definite = status != Status::Undetermined;
    json!({
        "status": status_text(status, lang),
        "amount": definite.then(|| amount_text(amount.lo)),
        "least": amount_text(amount.lo),
        "most": most(amount).map(amount_text),
    })
}

fn touched(touched: &Touched, lang: Lang) -> Value {
    let kinds: Map<String, Value> =
        Kind::ALL.into_iter().map(|kind| (words::kind(kind, lang).to_string(), json!(touched.count(kind)))).collect();
    let (open_before, open_after) = touched.open_amounts();
    json!({
        "month": touched.month.to_string(),
        "rows": touched.rows,
        "people": touched.people,
        "changed": touched.cases.len(),
        "kinds": kinds,
        "monthly": amount_text(touched.difference()),
        "yearly": amount_text(yearly(touched.difference())),
        "undetermined": { "before": bounds(open_before), "after": bounds(open_after) },
        "still_undetermined": touched.still_open,
        "unmatched": touched.unmatched,
        "benefits": touched.benefits.iter().map(of_benefit).collect::<Vec<_>>(),
        "causes": touched.causes.iter().map(|group| of_cause(touched, group, lang)).collect::<Vec<_>>(),
        "cases": touched.cases.iter().map(|case| of_case(touched, case, lang)).collect::<Vec<_>>(),
    })
}

fn of_benefit(benefit: &BenefitTouched) -> Value {
    let sum = |sum: &Sum| {
        json!({
            "entitled": sum.entitled,
            "undetermined": sum.undetermined,
            "least": amount_text(sum.amount.lo),
            "most": most(sum.amount).map(amount_text),
        })
    };
    json!({
        "benefit": benefit.name,
        "gained": benefit.gained,
        "more": benefit.more,
        "less": benefit.less,
        "lost": benefit.lost,
        "undetermined": benefit.open,
        "before": sum(&benefit.before),
        "after": sum(&benefit.after),
    })
}

fn of_cause(touched: &Touched, group: &CauseGroup, lang: Lang) -> Value {
    json!({
        "benefit": benefit_name(touched, group.benefit),
        "cause": group.cause.text.get(lang),
        "clauses": group.cause.clauses,
        "cases": group.cases,
        "undetermined": group.open,
        "monthly": amount_text(group.difference),
        "example": touched.cases.get(group.example).map(|case| case.key.as_str()),
    })
}

fn of_case(touched: &Touched, case: &CaseChange, lang: Lang) -> Value {
    let changes = case.changes.iter().map(|change| of_change(touched, change, lang));
    json!({
        "case": case.key,
        "row": case.row,
        "kind": words::kind(case.kind, lang),
        "before": bounds(case.before),
        "after": bounds(case.after),
        "difference": amount_text(case.difference()),
        "benefits": changes.collect::<Vec<_>>(),
    })
}

fn of_change(touched: &Touched, change: &BenefitChange, lang: Lang) -> Value {
    let side = |side: &Option<DecidedBenefit>| side.as_ref().map(|side| of_side(side.status, side.amount, lang));
    json!({
        "benefit": benefit_name(touched, change.benefit),
        "before": side(&change.before),
        "after": side(&change.after),
        "difference": change.difference().map(amount_text),
        "cause": change.cause.text.get(lang),
        "clauses": change.cause.clauses,
    })
}
