//! Reading a log of what was sent.

use super::{Owed, Period};
use crate::cases::{Finding, RowUnit, Severity, Table, closest, day};
use crate::check::model::Policy;
use crate::diagnostic::{Lang, Message};
use crate::syntax::narrow;
use crate::value::Day;
use std::collections::BTreeMap;

/// The units that a body stands for, such as the townships of 乡镇街道, by the body's name.
pub type Units = BTreeMap<String, Vec<String>>;

/// Where the columns of a log of what was sent stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogColumns {
    pub duty: usize,
    pub sender: usize,
    pub receiver: Option<usize>,
    pub period: usize,
    pub day: usize,
}

impl LogColumns {
    /// Finds them by their headers.
    ///
    /// # Errors
    /// The header of the first that is missing.
    pub fn of(header: &[String]) -> Result<LogColumns, &'static str> {
        let find = |names: &[&'static str]| header.iter().position(|found| names.contains(&&*narrow(found.trim())));
        let need = |names: &[&'static str]| find(names).ok_or(names.first().copied().unwrap_or_default());
        Ok(LogColumns {
            duty: need(&["职责", "名册", "duty"])?,
            sender: need(&["单位", "from"])?,
            receiver: find(&["对象", "to"]),
            period: need(&["期", "period"])?,
            day: need(&["日期", "date"])?,
        })
    }
}

/// A row of the log that could be read.
pub(super) struct Entry {
    pub(super) owed: usize,
    pub(super) sender: String,
    /// none: all receivers
    pub(super) receiver: Option<String>,
    pub(super) period: Period,
    pub(super) day: Day,
    pub(super) row: usize,
}

pub(super) fn not_one_unit(name: &str) -> (Message, Message) {
    (
        Message::new(format!("“{name}”有许多单位，没有写明哪一个"), format!("“{name}” stands for many units; which?")),
        Message::new("写单位的名称", "write the unit's name"),
    )
}

/// The rows that could be read, and what is wrong with others.
pub(super) fn read_log(
    policy: &Policy,
    list: &[Owed],
    file: &str,
    (table, columns): (&Table, LogColumns),
    units: &Units,
) -> (Vec<Entry>, Vec<Finding>) {
    let mut reader = Reader { policy, list, units, file, findings: Vec::new() };
    let rows = table.rows.iter();
    let entries = rows.filter_map(|(row, cells)| reader.entry(*row, cells, table, columns)).collect();
    (entries, reader.findings)
}

struct Reader<'a> {
    policy: &'a Policy,
    list: &'a [Owed],
    units: &'a Units,
    file: &'a str,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn entry(&mut self, row: usize, cells: &[String], table: &Table, columns: LogColumns) -> Option<Entry> {
        let cell = |column: usize| narrow(cells.get(column).map(|cell| cell.trim()).unwrap_or_default()).into_owned();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return None;
        }
        let header = |column: usize| table.header.get(column).cloned().unwrap_or_default();
        let mut bad = |column: usize, text: &str, message: Message, help: Option<Message>| {
            self.findings.push(Finding {
                case: None,
                code: "D701",
                severity: Severity::Error,
                file: self.file.to_string(),
                row: Some(row),
                unit: RowUnit::Row,
                column: Some(header(column)),
                text: Some(text.to_string()),
                message,
                help,
                personal: Vec::new(),
            });
        };
        let name = cell(columns.duty);
        let Some((index, owed)) = find(self.list, &name) else {
            let known = self.list.iter().map(|owed| owed.name.as_str());
            let help = closest(&name, known)
                .map(|near| Message::new(format!("是否为“{near}”？"), format!("is “{near}” meant?")));
            let message = Message::new(
                format!("“{name}”不是政策里的职责，也不是要提供的名册"),
                format!("“{name}” is neither a duty of the policy nor a register to deliver"),
            );
            bad(columns.duty, &name, message, help);
            return None;
        };
        let sender = cell(columns.sender);
        let sender = match whose(self.policy, &owed.by, &sender, self.units) {
            Ok(name) => name,
            Err((message, help)) => {
                bad(columns.sender, &sender, message, help);
                return None;
            }
        };
        let receiver = columns.receiver.map(cell).filter(|receiver| !receiver.is_empty());
        let receiver = match receiver
            .map(|receiver| whose(self.policy, &owed.to, &receiver, self.units).map_err(|problem| (receiver, problem)))
        {
            Some(Err((receiver, (message, help)))) => {
                bad(columns.receiver.unwrap_or_default(), &receiver, message, help);
                return None;
            }
            Some(Ok(receiver)) => Some(receiver),
            None => None,
        };
        let date = cell(columns.day);
        let Some(day) = day(&date) else {
            let message = Message::new(format!("“{date}”不是日期"), format!("“{date}” is no date"));
            let help = Message::new("写作 2023-06-28", "write it as 2023-06-28");
            bad(columns.day, &date, message, Some(help));
            return None;
        };
        let rhythm = owed.often.filter(|_| owed.period.is_some())?;
        let period = cell(columns.period);
        let Some(period) = Period::read(rhythm, &period) else {
            let message = Message::new(
                format!("“{period}”看不出是哪一期，“{}”{}一次", owed.name, owed.often_text(Lang::Zh)),
                format!("“{period}” names no period; “{}” is owed {}", owed.name, owed.often_text(Lang::En)),
            );
            let help = Message::new(
                "月写作 2023-06，季写作 2023年第二季度，年写作 2023",
                "write a month as 2023-06, a quarter as 2023Q2, a year as 2023",
            );
            bad(columns.period, &cell(columns.period), message, Some(help));
            return None;
        };
        Some(Entry { owed: index, sender, receiver, period, day, row })
    }
}

/// Something owed by its name; 名册 before it tells a register from a duty of the same name.
fn find<'o>(list: &'o [Owed], name: &str) -> Option<(usize, &'o Owed)> {
    let register = name.strip_prefix("名册").or_else(|| name.strip_prefix("register")).map(str::trim_start);
    let is_named = |owed: &&(usize, &Owed)| owed.1.name == name;
    let all: Vec<(usize, &Owed)> = list.iter().enumerate().collect();
    let own = all.iter().filter(is_named).min_by_key(|(_, owed)| owed.is_register);
    let led = all.iter().find(|(_, owed)| owed.is_register && Some(owed.name.as_str()) == register);
    own.or(led).copied()
}

/// The name under which a sender or receiver counts, of those that the policy names: a body by its name or title, or a
/// unit of one.
fn whose(policy: &Policy, bodies: &[String], name: &str, units: &Units) -> Result<String, (Message, Option<Message>)> {
    let body = policy.bodies.iter().find(|body| body.name == name || body.title.as_deref() == Some(name));
    let is_unit = |body: &String| units.get(body).is_some_and(|units| units.iter().any(|unit| unit == name));
    let list = |mark| bodies.join(mark);
    match body {
        _ if name.is_empty() => {
            Err((Message::new("空白", "it is blank"), Some(Message::new("写明是哪个单位", "name the unit"))))
        }
        Some(body) if bodies.contains(&body.name) => match units.get(&body.name) {
            None => Ok(body.name.clone()),
            Some(_) => {
                let (message, help) = not_one_unit(name);
                Err((message, Some(help)))
            }
        },
        Some(_) if !bodies.is_empty() => Err((
            Message::new(
                format!("政策里写的是{}，不是“{name}”", list("、")),
                format!("the policy says {}, not “{name}”", list(", ")),
            ),
            None,
        )),
        _ if bodies.iter().any(is_unit) || bodies.is_empty() => Ok(name.to_string()),
        // some body that it may belong to has no list of units
        _ if bodies.iter().any(|body| !units.contains_key(body)) => Ok(name.to_string()),
        _ => {
            let known = bodies.iter().filter_map(|body| units.get(body)).flatten().map(String::as_str);
            let help = closest(name, known)
                .map(|near| Message::new(format!("是否为“{near}”？"), format!("is “{near}” meant?")));
            let message = Message::new(
                format!("“{name}”不在{}的单位名单里", list("、")),
                format!("“{name}” is not among the units of {}", list(", ")),
            );
            Err((message, help))
        }
    }
}
