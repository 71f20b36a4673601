//! What can be wrong with one cell, in the reader's words.

use crate::diagnostic::Message;
use crate::identity::{CardMistake, IdentityMistake};

/// Why a cell's text is no value of its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BadCell {
    Truth {
        suggestion: Option<&'static str>,
    },
    Member {
        allowed: Vec<String>,
        suggestion: Option<String>,
    },
    /// `meant`: a text of the policy that it resembles
    Near {
        meant: String,
    },
    Number,
    Decimals {
        most: u8,
    },
    Range,
    Negative,
    /// `(90.00)`: a negative amount in brackets
    Bracketed,
    Date,
    /// a date whose year does not come first with four digits
    ShortYear,
    DayMissing,
    NoSuchDate,
    Month {
        lost_zero: bool,
    },
    Identity(IdentityMistake),
    Card(CardMistake),
    /// 无 in a column that is not 可无
    NoneNotAllowed,
    /// a key that a spreadsheet has taken for a number
    DamagedKey(IdentityMistake),
    /// `#N/A` and its like
    ExcelError,
    /// a number of a JSON or YAML file that cannot be held exactly
    Inexact,
    /// a list or an object where one value belongs
    NotOneValue,
}

impl BadCell {
    pub(super) fn code(&self) -> &'static str {
        match self {
            BadCell::Identity(_) | BadCell::Card(_) => "D706",
            BadCell::Near { .. } => "D713",
            BadCell::DamagedKey(_) => "D720",
            _ => "D701",
        }
    }

    /// The problem as a sentence about `text`.
    pub(super) fn message(&self, text: &str) -> Message {
        let (zh, en) = match self {
            BadCell::Truth { .. } => ("不是“是”或“否”".to_string(), "is neither 是 (yes) nor 否 (no)".to_string()),
            BadCell::Member { allowed, .. } => {
                let list = list(allowed);
                (format!("不在可选的值中：{list}"), format!("is not one of the values: {list}"))
            }
            BadCell::Near { meant } => (
                format!("与政策中的“{meant}”相近而不相同，按待核实处理"),
                format!("is like “{meant}” of the policy but not the same; it is taken as unknown"),
            ),
            BadCell::Number => ("不是数".to_string(), "is not a number".to_string()),
            BadCell::Decimals { most } => {
                (format!("的小数超过 {most} 位"), format!("has more than {most} decimal places"))
            }
            BadCell::Range => ("太大，无法计算".to_string(), "is too large".to_string()),
            BadCell::Negative => ("是负数，金额不能为负".to_string(), "is negative; an amount cannot be".to_string()),
            BadCell::Bracketed => (
                "在括号里，会计用它表示负数，金额不能为负".to_string(),
                "is in brackets, which accountants write for a negative amount; an amount cannot be negative"
                    .to_string(),
            ),
            BadCell::Date => ("不是日期".to_string(), "is not a date".to_string()),
            BadCell::ShortYear => (
                "的年份不是四位，分不清年、月、日".to_string(),
                "has no year of four digits in front, so day, month and year cannot be told apart".to_string(),
            ),
            BadCell::DayMissing => ("只有年月，缺少日".to_string(), "has no day of the month".to_string()),
            BadCell::NoSuchDate => ("不是存在的日期".to_string(), "is no date of the calendar".to_string()),
            BadCell::Month { lost_zero: false } => ("不是年月".to_string(), "is not a month".to_string()),
            BadCell::Month { lost_zero: true } => {
                ("可能是 1 月，也可能是 10 月".to_string(), "may be January or October".to_string())
            }
            BadCell::Identity(mistake) | BadCell::DamagedKey(mistake) => {
                let message = mistake.message();
                (message.zh, message.en)
            }
            BadCell::Card(mistake) => {
                let message = mistake.message();
                (message.zh, message.en)
            }
            BadCell::NoneNotAllowed => {
                ("不能用于这一列，它没有“可无”".to_string(), "cannot stand here: the field is not optional".to_string())
            }
            BadCell::ExcelError => ("是 Excel 的出错标记".to_string(), "is an error mark of Excel".to_string()),
            BadCell::Inexact => (
                "位数太多，作为数字读入会失真".to_string(),
                "has too many digits to be read exactly as a number".to_string(),
            ),
            BadCell::NotOneValue => {
                ("应是一个值，不是列表或对象".to_string(), "should be one value, not a list or an object".to_string())
            }
        };
        Message::new(format!("“{text}”{zh}"), format!("“{text}” {en}"))
    }

    /// The smallest edit that mends it.
    pub(super) fn help(&self) -> Option<Message> {
        let meant = |word: &str| Message::new(format!("是否为“{word}”？"), format!("is “{word}” meant?"));
        match self {
            BadCell::Truth { suggestion } => Some(match suggestion {
                Some(word) => meant(word),
                None => Message::new("可写 是、否", "write 是 or 否 (yes, no)"),
            }),
            BadCell::Member { suggestion, .. } => suggestion.as_deref().map(meant),
            BadCell::Near { meant: word } => Some(meant(word)),
            BadCell::Date | BadCell::ShortYear | BadCell::DayMissing => {
                Some(Message::new("写成 2023-02-23 的样子", "write it like 2023-02-23"))
            }
            BadCell::Month { .. } => Some(Message::new("写成 2023-02 的样子", "write it like 2023-02")),
            BadCell::Identity(mistake) | BadCell::DamagedKey(mistake) => mistake.help(),
            BadCell::Card(mistake) => mistake.help(),
            BadCell::NoneNotAllowed => Some(Message::new("不知道就留空", "leave it blank if it is not known")),
            BadCell::Inexact => Some(Message::new("给它加上引号", "put it in quotes")),
            BadCell::Bracketed => Some(Message::new("确是正数就去掉括号", "remove the brackets if it is positive")),
            BadCell::Number
            | BadCell::Decimals { .. }
            | BadCell::Range
            | BadCell::Negative
            | BadCell::NoSuchDate
            | BadCell::ExcelError
            | BadCell::NotOneValue => None,
        }
    }
}

/// At most twelve names.
fn list(names: &[String]) -> String {
    const MOST: usize = 12;
    let shown: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
    let more = if names.len() > MOST { "、…" } else { "" };
    format!("{}{more}", shown.join("、"))
}
