//! The first sheet of a workbook: what it is of, people and money, what the colours mean.

use super::book::{Book, failed, put, set_width, width};
use super::style::{Look, Styles};
use crate::batch::Counted;
use crate::cases::{Finding, Severity};
use crate::check::model::Policy;
use crate::diagnostic::Lang;
use crate::output::results::{Closing, ResultsOf};
use crate::output::{Cell, ListOf};
use crate::syntax::Keyword;
use rust_xlsxwriter::{Format, Worksheet};
use std::io;

/// How many of the commonest reasons and missing facts are listed.
const NAMED: usize = 20;

/// A line of the sheet.
pub(super) enum Line {
    Blank,
    Title(String),
    Header(Vec<String>),
    /// what stands there, the first of it a name
    Row(Vec<Cell>),
    /// what a colour means
    Legend(Colour, String),
}

pub(super) enum Colour {
    Open,
    Found,
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn count(number: usize) -> Cell {
    Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
}

fn pair(name: &str, value: Cell) -> Line {
    Line::Row(vec![text(name), value])
}

/// The lines about a batch of results.
pub(super) fn of_results(of: &ResultsOf<'_>, closing: &Closing<'_>, found: [usize; 2]) -> Vec<Line> {
    let (zh, summary) = (of.lang == Lang::Zh, closing.summary);
    let say = |zh_text: &str, en: &str| if zh { zh_text } else { en }.to_string();
    let mut lines = of_policy(&of.plan.policy, of.lang);
    lines.push(pair(&say("月份", "month"), text(of.month.to_string())));
    lines.push(pair(&say("名单", "case file"), text(of.file)));
    let readings = of.plan.policy.readings.iter().zip(&of.plan.chosen);
    lines.extend(readings.filter_map(|(reading, chosen)| {
        let name = if zh { format!("口径 {}", reading.name) } else { format!("reading {}", reading.name) };
        Some(pair(&name, text(reading.options.get(*chosen)?.clone())))
    }));
    lines.push(pair(&say("认定行数", "rows decided"), count(summary.rows)));
    lines.push(pair(&say("人数", "people"), count(summary.people)));
    lines.push(pair(&say("没有读成的行数", "rows that could not be read"), count(closing.rejected)));
    let [errors, warnings] = found;
    lines.push(pair(&say("数据问题：错误", "findings: errors"), count(errors)));
    lines.push(pair(&say("数据问题：提醒", "findings: warnings"), count(warnings)));
    lines.push(Line::Blank);
    let headers = match of.lang {
        Lang::Zh => ["补贴", "享受（人）", "不享受（人）", "待核实（人）", "每月（元）", "待核实的都符合时最多（元）"],
        Lang::En => ["benefit", "entitled", "not entitled", "to be verified", "yuan a month", "yuan at most"],
    };
    lines.push(Line::Header(headers.map(str::to_string).to_vec()));
    lines.extend(summary.benefits.iter().map(|benefit| {
        let most = if benefit.most == i64::MAX { Cell::Blank } else { Cell::Amount(benefit.most) };
        let people = [benefit.entitled, benefit.not_entitled, benefit.undetermined].map(count);
        let name = [text(benefit.name.clone())].into_iter();
        Line::Row(name.chain(people).chain([Cell::Amount(benefit.amount), most]).collect())
    }));
    let mut section = |title: String, list: &[Counted]| {
        if !list.is_empty() {
            lines.extend([Line::Blank, Line::Header(vec![title, say("人数", "people")])]);
            lines.extend(list.iter().take(NAMED).map(|counted| pair(&counted.what, count(counted.people))));
        }
    };
    section(say("不享受的主要原因", "commonest reasons"), &summary.reasons);
    section(say("最常缺的事实", "facts most often missing"), &summary.missing);
    lines.extend([Line::Blank, Line::Header(vec![say("颜色", "colours")])]);
    lines.push(Line::Legend(Colour::Open, say("待核实：缺事实，定不下来", "to be verified: facts are missing")));
    lines.push(Line::Legend(
        Colour::Found,
        say(
            "这一行有数据问题，见“数据问题”表；与别行重复的号码只列在那张表里",
            "something was found about the row; the sheet of findings also lists numbers that two rows have",
        ),
    ));
    lines
}

/// The lines about a list.
pub(super) fn of_list(of: &ListOf<'_>, rows: usize, lang: Lang) -> Vec<Line> {
    let zh = lang == Lang::Zh;
    let mut lines = of_policy(of.policy, lang);
    let name = |name: &str| match (name, lang) {
        ("month", Lang::Zh) => "月份".to_string(),
        ("from", Lang::Zh) => "起月".to_string(),
        ("to", Lang::Zh) => "止月".to_string(),
        ("on", Lang::Zh) => "日期".to_string(),
        (name, _) => name.to_string(),
    };
    lines.extend(of.of.iter().map(|(what, value)| pair(&name(what), text(value.clone()))));
    lines.push(pair(if zh { "行数" } else { "rows" }, count(rows)));
    let [errors, warnings] = counted(of.findings.iter());
    lines.push(pair(if zh { "数据问题：错误" } else { "findings: errors" }, count(errors)));
    lines.push(pair(if zh { "数据问题：提醒" } else { "findings: warnings" }, count(warnings)));
    lines.push(Line::Blank);
    lines.extend(of.closing.lines().map(|line| Line::Row(vec![text(line)])));
    lines
}

/// What a policy is called.
fn of_policy(policy: &Policy, lang: Lang) -> Vec<Line> {
    let (zh, header) = (lang == Lang::Zh, &policy.header);
    let mut lines = vec![Line::Title(header.title.clone().unwrap_or_else(|| policy.name.clone()))];
    lines.push(pair(if zh { "政策" } else { "policy" }, text(policy.name.clone())));
    let numbers = header.texts.iter().filter(|(keyword, _)| *keyword == Keyword::kw_number);
    lines.extend(numbers.map(|(_, texts)| pair(if zh { "文号" } else { "document number" }, text(texts.join("；")))));
    lines
}

/// Errors and warnings among findings.
pub(super) fn counted<'f>(findings: impl Iterator<Item = &'f Finding>) -> [usize; 2] {
    findings.fold([0, 0], |[errors, warnings], finding| match finding.severity {
        Severity::Error => [errors + 1, warnings],
        Severity::Warning => [errors, warnings + 1],
        Severity::Notice => [errors, warnings],
    })
}

/// Fills the sheet.
pub(super) fn write(book: &mut Book, sheet: usize, lines: &[Line], lang: Lang) -> io::Result<()> {
    let (sheet, styles) = book.at(sheet)?;
    let mut widths: Vec<usize> = Vec::new();
    for (row, line) in (0_u32..).zip(lines) {
        let wide = write_line(sheet, styles, row, line, lang)?;
        widths.resize(widths.len().max(wide.len()), 0);
        widths.iter_mut().zip(wide).for_each(|(widest, wide)| *widest = (*widest).max(wide));
    }
    for (column, widest) in (0_u16..).zip(widths) {
        set_width(sheet, column, widest + 1)?;
    }
    Ok(())
}

/// Writes a line; how wide its cells are.
fn write_line(sheet: &mut Worksheet, styles: &Styles, row: u32, line: &Line, lang: Lang) -> io::Result<Vec<usize>> {
    let plain = styles.of(Look::Plain);
    let mut label = |column: u16, text: &str, format: &Format| {
        sheet.write_string_with_format(row, column, text, format).map(|_| ()).map_err(failed)
    };
    match line {
        Line::Blank => {}
        Line::Title(text) => label(0, text, &styles.title)?,
        Line::Legend(Colour::Open, text) => label(0, text, &plain.open)?,
        Line::Legend(Colour::Found, text) => label(0, text, &styles.of(Look::Found).text)?,
        Line::Header(names) => {
            for (column, name) in (0_u16..).zip(names) {
                label(column, name, &styles.header)?;
            }
            return Ok(names.iter().map(|name| width(name)).collect());
        }
        Line::Row(cells) => {
            return (0_u16..).zip(cells).map(|(column, cell)| put(sheet, (row, column), cell, plain, lang)).collect();
        }
    }
    Ok(Vec::new())
}
