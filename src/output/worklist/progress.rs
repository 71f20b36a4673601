//! How far each application is.

use super::person::Beside;
use crate::batch::{key_header, shown_key};
use crate::check::model::Procedure;
use crate::diagnostic::{Lang, Message};
use crate::identity::Audience;
use crate::output::report::{Cell, Report};
use crate::plan::Plan;
use crate::worklist::{Application, MissingDocument, Trouble};

/// A row for each application.
pub fn progress_report(plan: &Plan, applications: &[Application], beside: Beside<'_>, lang: Lang) -> Report {
    let key = key_header(plan);
    let columns = vec![
        ("case", Message::new(key.clone(), key)),
        ("procedure", Message::new("程序", "procedure")),
        ("benefit", Message::new("补贴", "benefit")),
        ("stage", Message::new("环节", "stage")),
        ("since", Message::new("自", "since")),
        ("days", Message::new("天数", "days")),
        ("next", Message::new("下一环节", "next stage")),
        ("next_by", Message::new("由", "by")),
        ("missing", Message::new("缺材料", "missing documents")),
        ("open", Message::new("待核实材料", "documents to be verified")),
        ("troubles", Message::new("问题", "troubles")),
    ];
    let rows = applications.iter().map(|application| {
        let view = View { plan, application, lang };
        vec![
            Cell::Key(application.key.clone(), shown_key(plan, &application.key)),
            Cell::of(view.procedure().map(|procedure| &procedure.name)),
            Cell::of(view.benefit()),
            Cell::Text(view.stage(application.stage).to_string()),
            Cell::of(application.since),
            application.days.map_or(Cell::Blank, Cell::Number),
            Cell::of(application.next.map(|next| view.stage(next))),
            Cell::List(view.next_by()),
            Cell::List(view.documents(true)),
            Cell::List(view.documents(false)),
            Cell::List(application.troubles.iter().map(|trouble| view.trouble(trouble)).collect()),
        ]
    });
    let report = Report { columns, rows: rows.collect() };
    beside.into(plan, report, 0, |row| applications.get(row).map(|application| application.case))
}

/// The same in words, one block an application.
pub fn progress_text(
    plan: &Plan,
    applications: &[Application],
    beside: Beside<'_>,
    audience: impl Into<Audience>,
) -> String {
    let audience = audience.into();
    let lang = audience.lang;
    let zh = lang == Lang::Zh;
    let mut text = String::new();
    for application in applications {
        let view = View { plan, application, lang };
        let name = view.procedure().map(|procedure| procedure.name.as_str()).unwrap_or_default();
        let of = view.benefit().map(|benefit| if zh { format!("（{benefit}）") } else { format!(" ({benefit})") });
        let since = match (application.since, application.days) {
            (Some(since), Some(days)) if zh => format!("，{since} 起，{days} 天"),
            (Some(since), Some(days)) => format!(", since {since}, {days} days"),
            _ => String::new(),
        };
        let key = beside.shown(plan, &application.key, application.case, audience);
        text += &format!("{key}　{name}{}：{}{since}\n", of.unwrap_or_default(), view.stage(application.stage));
        let list = |list: Vec<String>| list.join(if zh { "、" } else { ", " });
        match application.next {
            Some(next) => {
                let by = list(view.next_by());
                let by = if by.is_empty() { by } else { format!(" {}{by}", if zh { "由 " } else { "by " }) };
                text += &format!("  {}{}{by}\n", if zh { "下一环节：" } else { "next: " }, view.stage(next));
            }
            None => text += if zh { "  已到最后环节\n" } else { "  at the last stage\n" },
        }
        for (certain, word) in [
            (true, if zh { "缺材料" } else { "missing" }),
            (false, if zh { "待核实是否需要" } else { "perhaps needed" }),
        ] {
            let documents = view.documents(certain);
            if !documents.is_empty() {
                text += &format!("  {word}{}{}\n", if zh { "：" } else { ": " }, list(documents));
            }
        }
        for trouble in &application.troubles {
            text += &format!("  {}\n", view.trouble(trouble));
        }
    }
    text
}

/// The closing totals.
pub fn progress_totals(applications: &[Application], lang: Lang) -> String {
    let count = |wanted: &dyn Fn(&Trouble) -> bool| {
        applications.iter().filter(|application| application.troubles.iter().any(wanted)).count()
    };
    let late = count(&|trouble| matches!(trouble, Trouble::Overdue { .. }));
    let disordered = count(&|trouble| !matches!(trouble, Trouble::Overdue { .. }));
    let lacks = |application: &&Application| application.missing.iter().any(|document| document.certain);
    let lacking = applications.iter().filter(lacks).count();
    let done = applications.iter().filter(|application| application.next.is_none()).count();
    let all = applications.len();
    if lang == Lang::Zh {
        format!("{all} 件：办结 {done}，超时 {late}，次序不对或缺环节 {disordered}，缺材料 {lacking}。")
    } else {
        format!(
            "{all} applications: {done} at the last stage, {late} late, {disordered} out of order or with stages left \
             out, {lacking} with documents missing."
        )
    }
}

struct View<'a> {
    plan: &'a Plan,
    application: &'a Application,
    lang: Lang,
}

impl<'a> View<'a> {
    fn procedure(&self) -> Option<&'a Procedure> {
        self.plan.policy.procedures.get(self.application.procedure)
    }

    fn benefit(&self) -> Option<&'a str> {
        self.plan.policy.benefits.get(self.application.benefit?).map(|benefit| benefit.name.as_str())
    }

    fn stage(&self, stage: usize) -> &'a str {
        self.procedure()
            .and_then(|procedure| procedure.stages.get(stage))
            .map(|stage| stage.name.as_str())
            .unwrap_or_default()
    }

    fn next_by(&self) -> Vec<String> {
        let next = self.application.next;
        let stage = self.procedure().and_then(|procedure| procedure.stages.get(next?));
        stage.map(|stage| stage.by.clone()).unwrap_or_default()
    }

    fn documents(&self, certain: bool) -> Vec<String> {
        let or = if self.lang == Lang::Zh { "或" } else { " or " };
        let of_kind = |document: &&MissingDocument| document.certain == certain;
        self.application.missing.iter().filter(of_kind).map(|document| document.any_of.join(or)).collect()
    }

    fn trouble(&self, trouble: &Trouble) -> String {
        let zh = self.lang == Lang::Zh;
        match trouble {
            Trouble::OutOfOrder { stage, after } => {
                let (stage, after) = (self.stage(*stage), self.stage(*after));
                if zh { format!("{stage}在{after}之后") } else { format!("{stage} only after {after}") }
            }
            Trouble::Skipped { stage } => {
                let stage = self.stage(*stage);
                if zh { format!("没有{stage}的记录") } else { format!("no record of {stage}") }
            }
            Trouble::Overdue { due } => {
                if zh {
                    format!("超时，应于 {due} 前办完")
                } else {
                    format!("late: due by {due}")
                }
            }
        }
    }
}
