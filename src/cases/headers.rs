//! The headers of a file against the columns that the plan reads: missing, misspelt and further ones.

use super::finding::{Findings, RowUnit, Severity};
use super::layout::Layout;
use super::similar::closest;
use super::text::shorten;
use crate::diagnostic::Message;
use crate::identity::looks_personal;

/// A column that some cases lack.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gap {
    pub(super) entry: usize,
    /// how many records lack it, and the first of them; none: all of them
    pub(super) some: Option<(usize, usize)>,
}

/// The entries on which a benefit hangs and that are not `given`.
pub(super) fn missing_entries<'l>(
    layout: &'l Layout<'_>,
    given: impl Fn(usize) -> bool + Copy + 'l,
) -> impl Iterator<Item = usize> + 'l {
    layout.registers.iter().flat_map(move |register| {
        let columns = register.entries.clone().skip(1).zip(&register.columns);
        let mut missing: Vec<usize> =
            columns.filter(|(entry, column)| column.needed && !given(*entry)).map(|(entry, _)| entry).collect();
        let silent = !register.entries.clone().any(given);
        if missing.is_empty() && silent && register.listed_needed && !register.model.is_key() {
            // any of its columns would tell whether there is a row
            let first = if register.columns.is_empty() { 0 } else { 1 };
            missing.extend(register.entries.clone().nth(first));
        }
        missing
    })
}

/// Reports unknown headers, in file order, and the columns that are missing.
pub(super) fn report(
    layout: &Layout<'_>,
    unknown: &[String],
    given: impl Fn(usize) -> bool + Copy,
    gaps: &[Gap],
    findings: &mut Findings<'_>,
) {
    let expected: Vec<usize> = layout
        .registers
        .iter()
        .filter(|register| register.in_sheet)
        .flat_map(|register| register.entries.clone().skip(usize::from(!register.columns.is_empty())))
        .filter(|entry| !given(*entry) || gaps.iter().any(|gap| gap.entry == *entry))
        .collect();
    report_among(&expected, |entry| layout.header(entry), unknown, gaps, findings);
}

/// The same where only some entries can be meant. `name`: how the file names an entry.
pub(super) fn report_among<'l>(
    expected: &[usize],
    name: impl Fn(usize) -> &'l str,
    unknown: &[String],
    gaps: &[Gap],
    findings: &mut Findings<'_>,
) {
    let mut further = Vec::new();
    let mut explained = Vec::new();
    for header in unknown {
        let meant = closest(header, expected.iter().map(|entry| name(*entry)));
        match meant.and_then(|meant| expected.iter().find(|entry| name(**entry) == meant)) {
            Some(entry) => {
                near_miss(name(*entry), header, *entry, gaps, findings);
                explained.push(*entry);
            }
            None => further.push(header),
        }
    }
    let gaps = gaps.iter().filter(|gap| !explained.contains(&gap.entry));
    let (some, all): (Vec<&Gap>, Vec<&Gap>) = gaps.partition(|gap| gap.some.is_some());
    for gap in all {
        missing(name(gap.entry), findings);
    }
    if !some.is_empty() {
        missing_in_some(name, &some, findings);
    }
    if !further.is_empty() {
        further_columns(&further, findings);
    }
}

/// The same fact given twice; the first place counts.
pub(super) fn repeated(
    layout: &Layout<'_>,
    entry: usize,
    header: &str,
    row: Option<usize>,
    findings: &mut Findings<'_>,
) {
    let name = layout.header(entry);
    let message = Message::new(
        format!("“{name}”出现了两次，只读第一处"),
        format!("“{name}” occurs twice; only the first is read"),
    );
    let finding = findings.add("D711", Severity::Error, row, message);
    finding.column = Some(header.to_string());
    finding.help = Some(Message::new("删去其中一处", "delete one of them"));
}

fn near_miss(name: &str, header: &str, entry: usize, gaps: &[Gap], findings: &mut Findings<'_>) {
    let header = shorten(header);
    let effect = match gaps.iter().any(|gap| gap.entry == entry) {
        true => (format!("；“{name}”因此待核实"), format!(", so “{name}” is unknown")),
        false => Default::default(),
    };
    let message = Message::new(
        format!("“{header}”不是已知的列名，没有读取{}", effect.0),
        format!("“{header}” is no known column and was not read{}", effect.1),
    );
    let finding = findings.add("D705", Severity::Warning, None, message);
    finding.column = Some(header.into_owned());
    finding.help = Some(Message::new(format!("是否为“{name}”？"), format!("is “{name}” meant?")));
}

fn missing(name: &str, findings: &mut Findings<'_>) {
    let message = match findings.unit {
        RowUnit::Row => Message::new(
            format!("缺少“{name}”列，所有人的这一项都待核实"),
            format!("there is no column “{name}”, so this fact is unknown for everybody"),
        ),
        RowUnit::Record => Message::new(
            format!("没有一条记录写了“{name}”，所有人的这一项都待核实"),
            format!("no record mentions “{name}”, so this fact is unknown for everybody"),
        ),
    };
    let finding = findings.add("D703", Severity::Warning, None, message);
    finding.column = Some(name.to_string());
    finding.help = Some(Message::new(format!("加上“{name}”"), format!("add “{name}”")));
}

/// A register of which a folder has no file.
pub(super) fn missing_file(register: &str, folder: &str, findings: &mut Findings<'_>) {
    let message = Message::new(
        format!("没有“{register}”的文件，所有人的{register}都待核实"),
        format!("it has no file of “{register}”, so all of it is unknown for everybody"),
    );
    let finding = findings.add("D703", Severity::Warning, None, message);
    finding.file = folder.to_string();
    finding.column = Some(register.to_string());
    finding.help = Some(Message::new(
        format!("加上 {register}.csv；名册里没有人也要有只写表头的文件"),
        format!("add {register}.csv; if nobody is in the register, a file with its header alone"),
    ));
}

/// What only some records leave out is said in one notice: they may do so on purpose.
fn missing_in_some<'l>(name: impl Fn(usize) -> &'l str, gaps: &[&Gap], findings: &mut Findings<'_>) {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for gap in gaps {
        let Some((count, first)) = gap.some else { continue };
        let name = name(gap.entry);
        let (row, unit) = match findings.unit {
            RowUnit::Row => (format!("第 {first} 行"), "row"),
            RowUnit::Record => (format!("第 {first} 条"), "record"),
        };
        zh.push(format!("{name}（{count} 条，首先是{row}）"));
        en.push(format!("{name} ({count}, first in {unit} {first})"));
    }
    let message = Message::new(
        format!("有的记录没有写这些项，按待核实处理：{}", zh.join("、")),
        format!("not mentioned by some records, and unknown there: {}", en.join(", ")),
    );
    findings.add("D703", Severity::Notice, None, message);
}

fn further_columns(further: &[&String], findings: &mut Findings<'_>) {
    const MOST: usize = 20;
    let shown: Vec<_> = further.iter().take(MOST).map(|header| shorten(header)).collect();
    let (count, list) = (further.len(), shown.join("、"));
    let more = if count > MOST { "、…" } else { "" };
    let unit = match findings.unit {
        RowUnit::Row => "列",
        RowUnit::Record => "项",
    };
    let finding = findings.add(
        "D704",
        Severity::Notice,
        None,
        Message::new(
            format!("另有 {count} {unit}政策没有用到，未读取：{list}{more}"),
            format!("further columns, which the policy does not use and which were not read ({count}): {list}{more}"),
        ),
    );
    // of a file without a header
    finding.personal.extend(shown.iter().filter(|header| looks_personal(header)).map(|header| header.to_string()));
}
