//! Types in words, for messages.

use super::model::Type;

impl Type {
    pub fn zh(&self) -> String {
        match self {
            Type::Truth => "是否（条件）".to_string(),
            Type::Number { .. } => "数".to_string(),
            Type::Money { .. } => "金额（元）".to_string(),
            Type::Monthly { .. } => "每月金额（元/月）".to_string(),
            Type::Date => "日期".to_string(),
            Type::Month => "年月".to_string(),
            Type::Text => "文本".to_string(),
            Type::Enumeration(members) => format!("枚举（{}）", short(members, "、")),
            Type::Identity => "身份证号".to_string(),
            Type::Card => "残疾人证号".to_string(),
        }
    }

    pub fn en(&self) -> String {
        match self {
            Type::Truth => "a condition".to_string(),
            Type::Number { .. } => "a number".to_string(),
            Type::Money { .. } => "an amount (yuan)".to_string(),
            Type::Monthly { .. } => "a monthly amount (yuan/month)".to_string(),
            Type::Date => "a date".to_string(),
            Type::Month => "a month".to_string(),
            Type::Text => "a text".to_string(),
            Type::Enumeration(members) => format!("an enumeration ({})", short(members, ", ")),
            Type::Identity => "an identity number".to_string(),
            Type::Card => "a disability card number".to_string(),
        }
    }
}

fn short(members: &[String], comma: &str) -> String {
    let shown: Vec<&str> = members.iter().take(4).map(String::as_str).collect();
    let more = if members.len() > shown.len() { "…" } else { "" };
    format!("{}{more}", shown.join(comma))
}
