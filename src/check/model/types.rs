//! Types and units of values.

use std::sync::Arc;

/// What a value is, and in which unit it is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// 是否
    Truth,
    /// 数, in units of 10^-scale
    Number { scale: u8 },
    /// 元, in units of 10^-scale yuan (facts: fen)
    Money { scale: u8 },
    /// 元/月, in units of 10^-scale yuan a month (facts: fen a month)
    Monthly { scale: u8 },
    /// 日期, a day number
    Date,
    /// 年月, a month number
    Month,
    /// 文本
    Text,
    /// one of some names, in the declared order
    Enumeration(Arc<[String]>),
    /// 身份证号 (GB 11643)
    Identity,
    /// 残疾人证号: 20 characters, or 22 after a re-issue
    Card,
}

/// Scale of facts of type 数.
pub const NUMBER_SCALE: u8 = 4;

/// Scale of facts of type 元 and 元/月: fen.
pub const MONEY_SCALE: u8 = 2;

/// A part of an identity number or of a disability card number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// 出生日期
    BirthDate,
    /// 性别: 男 | 女
    Sex,
    /// 行政区划: the first six digits, as text
    Region,
    /// 身份证号 within a card number
    Identity,
    /// 类别 within a card number: 视力 听力 言语 肢体 智力 精神 多重
    Category,
    /// 等级 within a card number: 一级 … 四级
    Level,
}

/// The members of 性别, in order.
pub const SEXES: [&str; 2] = ["男", "女"];

/// The categories of disability in the order of the card's digit 1–7.
pub const CATEGORIES: [&str; 7] = ["视力", "听力", "言语", "肢体", "智力", "精神", "多重"];

/// The levels of disability in the order of the card's digit 1–4; 一级 is the most severe.
pub const LEVELS: [&str; 4] = ["一级", "二级", "三级", "四级"];
