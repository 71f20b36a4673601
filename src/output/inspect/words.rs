//! The words for types, columns, oddities and problems.

use crate::cases::{Format, Guess, Meaning, Oddity, OddityKind, Problem, RowUnit, SheetSeen};
use crate::check::model::Type;
use crate::diagnostic::Lang;

pub(super) fn format_text(format: Format) -> &'static str {
    match format {
        Format::Csv => "CSV",
        Format::Json => "JSON",
        Format::JsonLines => "JSON Lines",
        Format::Yaml => "YAML",
        Format::Workbook => "Excel/WPS/ODS",
        Format::Parquet => "Parquet",
    }
}

/// `人员（25 行，看的是这一张）`
pub(super) fn sheet_text(sheet: &SheetSeen, lang: Lang) -> String {
    let SheetSeen { name, hidden, rows, looked_at } = sheet;
    match lang {
        Lang::Zh => {
            let (hidden, looked_at) =
                (if *hidden { "，隐藏" } else { "" }, if *looked_at { "，看的是这一张" } else { "" });
            format!("{name}（{rows} 行{hidden}{looked_at}）")
        }
        Lang::En => {
            let (hidden, looked_at) =
                (if *hidden { ", hidden" } else { "" }, if *looked_at { ", the one looked at" } else { "" });
            format!("{name} ({rows} rows{hidden}{looked_at})")
        }
    }
}

/// `12.3 KiB`
pub(super) fn size_text(bytes: usize) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{}.{} KiB", bytes >> 10, ((bytes & 1023) * 10) >> 10),
        _ => format!("{}.{} MiB", bytes >> 20, ((bytes & 1_048_575) * 10) >> 20),
    }
}

pub(super) fn type_text(ty: &Type, lang: Lang) -> String {
    let (zh, en) = match ty {
        Type::Truth => ("是否", "yes-no"),
        Type::Number { .. } => ("数", "number"),
        Type::Money { .. } => ("元", "yuan"),
        Type::Monthly { .. } => ("元/月", "yuan/month"),
        Type::Date => ("日期", "date"),
        Type::Month => ("年月", "year-month"),
        Type::Text => ("文本", "text"),
        Type::Enumeration(members) => return members.join(" | "),
        Type::Identity => ("身份证号", "identity-number"),
        Type::Card => ("残疾人证号", "disability-card-number"),
    };
    if lang == Lang::Zh { zh } else { en }.to_string()
}

pub(super) fn guess_text(guess: &Guess, lang: Lang) -> String {
    let (zh, en) = match guess {
        Guess::Nothing => ("全空", "blank"),
        Guess::YesNo => ("是否", "yes-no"),
        Guess::Number => ("数", "number"),
        Guess::Money => ("元", "yuan"),
        Guess::Date => ("日期", "date"),
        Guess::Month => ("年月", "year-month"),
        Guess::Identity => ("身份证号", "identity-number"),
        Guess::Card => ("残疾人证号", "disability-card-number"),
        Guess::Code => ("号码", "code"),
        Guess::Words(words) => return words.join(" | "),
        Guess::Text => ("文本", "text"),
    };
    if lang == Lang::Zh { zh } else { en }.to_string()
}

pub(super) fn meaning_text(meaning: &Meaning, own: &str, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    match meaning {
        Meaning::Unasked => String::new(),
        Meaning::Fact { header, register, is_key, .. } => {
            let key = match (is_key, zh) {
                (true, true) => "，主键",
                (true, false) => ", key",
                (false, _) => "",
            };
            match (header == own, zh) {
                (true, true) => format!("✓ {register}{key}"),
                (false, true) => format!("✓ {register}：{header}{key}"),
                (true, false) => format!("✓ {register}{key}"),
                (false, false) => format!("✓ {register}: {header}{key}"),
            }
        }
        Meaning::Listed { register } if zh => format!("✓ 在不在 {register}"),
        Meaning::Listed { register } => format!("✓ whether in {register}"),
        Meaning::Day { header, register } if zh => format!("✓ {register}：{header}"),
        Meaning::Day { header, register } => format!("✓ {register}: {header}"),
        Meaning::Again { header } if zh => format!("与“{header}”列重复，不读"),
        Meaning::Again { header } => format!("the same as “{header}”, not read"),
        Meaning::Unused { near: Some(near) } if zh => format!("不读；是否为“{near}”？"),
        Meaning::Unused { near: Some(near) } => format!("not read; is “{near}” meant?"),
        Meaning::Unused { near: None } if zh => "不用".to_string(),
        Meaning::Unused { near: None } => "not used".to_string(),
    }
}

/// `“死亡日期”列：3 格是 Excel 的日期序号（首先是第 5 行）：44980`
pub(super) fn oddity_text(header: &str, oddity: &Oddity, unit: RowUnit, lang: Lang) -> String {
    let Oddity { kind, count, first, examples } = oddity;
    let (what_zh, what_en) = match kind {
        OddityKind::Damaged => (
            "格被表格软件当作数字，末几位已丢失，要从原始资料重新录入",
            "cells were taken for numbers and have lost digits: enter them again",
        ),
        OddityKind::Serial => {
            ("格是 Excel 的日期序号，按 1900 年起算读", "cells are numbers of days, counted from 1900")
        }
        OddityKind::Mixed => ("种写法混用，都能读", "spellings side by side, all of them read"),
        OddityKind::Blanks => ("格的文字中间有空白", "cells have blanks inside"),
        OddityKind::Lost => ("格有转换时丢失的字", "cells have characters that were lost in a conversion"),
    };
    match lang {
        Lang::Zh => {
            let place = match unit {
                RowUnit::Row => format!("第 {first} 行"),
                RowUnit::Record => format!("第 {first} 条"),
            };
            format!("“{header}”列：{count} {what_zh}（首先是{place}）：{}", examples.join("、"))
        }
        Lang::En => {
            let unit = if unit == RowUnit::Row { "row" } else { "record" };
            format!("“{header}”: {count} {what_en} ({unit} {first} first): {}", examples.join(", "))
        }
    }
}

/// The first of the findings, and how many there are.
pub(super) fn problem_text(problem: &Problem, lang: Lang) -> String {
    let Problem { count, first } = problem;
    let help = first.help.as_ref().map(|help| help.get(lang)).unwrap_or_default();
    let (stop, more) = match lang {
        Lang::Zh => ("。", format!("（这样的共 {count} 处）")),
        Lang::En => (". ", format!(" ({count} of this kind)")),
    };
    let stop = if help.is_empty() { "" } else { stop };
    let more = if *count > 1 { more } else { String::new() };
    format!("{}[{}] {}{more}{stop}{help}", first.severity.word(lang), first.code, first.line(lang))
}
