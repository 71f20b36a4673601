//! An edit as one line, and as JSON.

use super::{Edit, EditKind, Place};
use crate::diagnostic::{Lang, Message};
use serde_json::{Value, json};

impl EditKind {
    pub fn code(self) -> &'static str {
        match self {
            EditKind::Added => "added",
            EditKind::Removed => "removed",
            EditKind::Changed => "changed",
            EditKind::Moved => "moved",
            EditKind::Renamed => "renamed",
            EditKind::WordingOnly => "wording-only",
        }
    }
}

impl Edit {
    /// One line for a reader.
    pub fn sentence(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let what = self.what(lang);
        let body = self.body.get(lang);
        let said = match (what.is_empty(), body.is_empty(), zh) {
            (true, _, true) => return format!("{body}，不影响认定"),
            (true, _, false) => return format!("{body}: changes no decision"),
            _ if self.kind == EditKind::Renamed => {
                let now = self.after.as_ref().map(|after| after.get(lang)).unwrap_or_default();
                format!("{what} → {now}")
            }
            _ if self.kind == EditKind::WordingOnly => format!("{what} {body}"),
            (_, true, _) => what,
            (_, _, true) => format!("{what}：{body}"),
            (_, _, false) => format!("{what}: {body}"),
        };
        if self.clauses_first {
            let clauses = self.clauses.join(if zh { "、" } else { ", " });
            return [clauses, self.what(lang), body.to_string()].join(" ").trim_start().to_string();
        }
        let words = match (self.kind, zh) {
            (EditKind::Added, true) => format!("新增 {said}"),
            (EditKind::Added, false) => format!("added {said}"),
            (EditKind::Removed, true) => format!("删去 {said}"),
            (EditKind::Removed, false) => format!("removed {said}"),
            (EditKind::Changed, true) => format!("改动 {said}"),
            (EditKind::Changed, false) => format!("changed {said}"),
            (EditKind::Renamed, true) => format!("改名 {said}"),
            (EditKind::Renamed, false) => format!("renamed {said}"),
            (EditKind::Moved, true) => return format!("移动 {said}（次序不影响认定）"),
            (EditKind::Moved, false) => return format!("moved {said} (order changes no decision)"),
            (EditKind::WordingOnly, true) => return format!("只改文字：{said}（不影响认定）"),
            (EditKind::WordingOnly, false) => return format!("wording only: {said} (changes no decision)"),
        };
        match (self.clauses.is_empty(), zh) {
            (true, _) => words,
            (false, true) => format!("{words}（{}）", self.clauses.join("、")),
            (false, false) => format!("{words} ({})", self.clauses.join(", ")),
        }
    }

    fn what(&self, lang: Lang) -> String {
        let subject = self.subject.get(lang);
        match (self.also, lang) {
            (0, _) => subject.to_string(),
            (also, Lang::Zh) => format!("{subject} 等 {} 处", also + 1),
            (also, Lang::En) => format!("{subject} and {also} more"),
        }
    }

    /// The edit with its places in both versions.
    pub fn to_json(&self) -> Value {
        let message = |message: &Message| json!({ "zh": message.zh, "en": message.en });
        json!({
            "kind": self.kind.code(),
            "text": { "zh": self.sentence(Lang::Zh), "en": self.sentence(Lang::En) },
            "clauses": self.clauses,
            "subject": message(&self.subject),
            "before": self.before.as_ref().map(message),
            "after": self.after.as_ref().map(message),
            "also": self.also,
            "old": self.old_place.map(place),
            "new": self.new_place.map(place),
        })
    }
}

fn place(place: Place) -> Value {
    let Place { line, column, end_line, end_column } = place;
    json!({ "line": line, "column": column, "end_line": end_line, "end_column": end_column })
}
