//! What can be wrong with a personal number, in the reader's words.

use crate::diagnostic::Message;

/// Why a text is not an identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityMistake {
    Length {
        found: usize,
    },
    /// `position` counts from 1
    Character {
        found: char,
        position: usize,
    },
    Birth {
        year: u32,
        month: u32,
        day: u32,
    },
    /// `damaged`: the last three digits are zeros, as Excel leaves them
    Check {
        damaged: bool,
    },
    /// `5.00156E+17`
    Scientific,
    /// `500156197001010016.0`
    Decimals,
}

/// Why a text is not a disability card number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardMistake {
    Length {
        found: usize,
    },
    /// `position` counts from 1
    Character {
        found: char,
        position: usize,
    },
    Identity(IdentityMistake),
    Category {
        found: char,
    },
    Level {
        found: char,
    },
    /// `5.00156E+19`
    Scientific,
    /// `50015619700101000064.0`
    Decimals,
    /// Its last five digits are zeros, as Excel leaves them.
    Zeros,
}

impl IdentityMistake {
    /// What is wrong; follows the number itself in a sentence.
    pub fn message(&self) -> Message {
        match self {
            IdentityMistake::Length { found } => Message::new(
                format!("有 {found} 位，身份证号应为 18 位"),
                format!("has {found} characters; an identity number has 18"),
            ),
            IdentityMistake::Character { found, position } => wrong_character(*found, *position),
            IdentityMistake::Birth { year, month, day } => Message::new(
                format!("中的出生日期 {year}-{month:02}-{day:02} 不存在"),
                format!("contains a date of birth that does not exist: {year}-{month:02}-{day:02}"),
            ),
            IdentityMistake::Check { damaged: true } => Message::new(
                "末三位是 000 而校验码不符，应是被 Excel 当作数字，后三位已丢失",
                "ends in 000 and fails its check digit, as numbers damaged by Excel do: the last three digits are lost",
            ),
            IdentityMistake::Check { damaged: false } => {
                Message::new("校验码不符，至少有一位是错的", "fails its check digit: at least one character is wrong")
            }
            IdentityMistake::Scientific => scientific(),
            IdentityMistake::Decimals => decimals(),
        }
    }

    pub fn help(&self) -> Option<Message> {
        match self {
            mistake if mistake.is_damage() => Some(excel_text()),
            _ => None,
        }
    }
}

impl CardMistake {
    /// What is wrong; follows the number itself in a sentence.
    pub fn message(&self) -> Message {
        match self {
            CardMistake::Length { found } => Message::new(
                format!("有 {found} 位，残疾人证号应为 20 位（换发后 22 位）"),
                format!("has {found} characters; a card number has 20 (22 after a re-issue)"),
            ),
            CardMistake::Character { found, position } => wrong_character(*found, *position),
            CardMistake::Identity(mistake) => {
                let inner = mistake.message();
                Message::new(
                    format!("的前 18 位（身份证号）{}", inner.zh),
                    format!("begins with an identity number that {}", inner.en),
                )
            }
            CardMistake::Category { found } => Message::new(
                format!("的第 19 位（残疾类别）是“{found}”，应为 1–7"),
                format!("has “{found}” as its 19th character; the category is 1–7"),
            ),
            CardMistake::Level { found } => Message::new(
                format!("的第 20 位（残疾等级）是“{found}”，应为 1–4"),
                format!("has “{found}” as its 20th character; the level is 1–4"),
            ),
            CardMistake::Scientific => scientific(),
            CardMistake::Decimals => decimals(),
            CardMistake::Zeros => Message::new(
                "末五位是 00000，应是被 Excel 当作数字，后五位已丢失",
                "ends in 00000, as numbers damaged by Excel do: the last five digits are lost",
            ),
        }
    }

    pub fn help(&self) -> Option<Message> {
        match self {
            CardMistake::Identity(mistake) => mistake.help(),
            mistake if mistake.is_damage() => Some(excel_text()),
            _ => None,
        }
    }
}

fn wrong_character(found: char, position: usize) -> Message {
    Message::new(
        format!("的第 {position} 位是“{found}”，不该出现在这里"),
        format!("has “{found}” at place {position}, which cannot stand there"),
    )
}

fn scientific() -> Message {
    Message::new("是科学记数，号码已不完整", "is in scientific notation: digits are lost")
}

fn decimals() -> Message {
    Message::new(
        "带有小数，是被当作数字存过的号码，末几位不可信",
        "has decimals: it was stored as a number, so its last digits cannot be trusted",
    )
}

fn excel_text() -> Message {
    Message::new(
        "表格软件（如 Excel）把号码当成了数字；请从原始资料重新录入，单元格格式先设为“文本”",
        "a spreadsheet such as Excel took it for a number: enter it again from the source into cells formatted as text",
    )
}
