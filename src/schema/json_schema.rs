//! One case as JSON Schema (draft 2020-12): flat as in the wide sheet, or with registers as rows.

use crate::check::model::{Column, Register, Type};
use crate::plan::Plan;
use serde_json::{Map, Value, json};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema; `title` is usually the policy's.
pub fn json_schema(plan: &Plan, title: &str) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for register in &plan.registers {
        for (index, column) in register.columns.iter().enumerate() {
            let header = column.headers.first().unwrap_or(&column.name);
            if register.key == Some(index) {
                required.push(json!(header));
            }
            properties.entry(header.clone()).or_insert_with(|| column_schema(plan, register, column, Form::Wide));
        }
    }
    for register in plan.registers.iter().filter(|register| !register.is_key()) {
        let flat = properties.get(&register.name).cloned().unwrap_or_else(|| listed_schema(register));
        properties.insert(register.name.clone(), register_schema(plan, register, flat));
    }
    json!({
        "$schema": DIALECT,
        "title": title,
        "description": "一个人的个案。省略或 null 表示不知道（“可无”的项 null 表示没有）。名册可平铺成各列，也可写成一行或若干带起止日期的行。",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": true,
    })
}

/// Where a value stands: in a wide sheet it may also say that there is no row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Wide,
    Row,
}

/// A register: its flat form, one row, or rows with dates.
fn register_schema(plan: &Plan, register: &Register, flat: Value) -> Value {
    let rows = json!({
        "type": "array",
        "description": match register.dated_by {
            Some(_) => "每次一行；空列表表示一次也没有",
            None => "各行的日期不得重叠；空列表表示不在名册中",
        },
        "items": row_schema(plan, register, true),
    });
    let forms = if register.columns.is_empty() {
        vec![flat, rows]
    } else {
        vec![flat, row_schema(plan, register, false), rows]
    };
    json!({ "description": register_title(register), "anyOf": forms })
}

fn row_schema(plan: &Plan, register: &Register, dated: bool) -> Value {
    let mut properties = Map::new();
    if dated {
        let days = [
            ("起", "第一天；省略为一直以来"),
            ("止", "最后一天（含）；省略为仍在册"),
            ("得知日期", "经办机构得知的那一天"),
        ];
        // the rows of a 逐次 register begin with their day
        for (name, description) in days.into_iter().skip(usize::from(register.dated_by.is_some())) {
            properties.insert(name.to_string(), date_schema(description.to_string()));
        }
    }
    for column in &register.columns {
        properties.insert(column.name.clone(), column_schema(plan, register, column, Form::Row));
    }
    json!({
        "type": "object",
        "description": format!("{}的一行", register.name),
        "properties": properties,
        "additionalProperties": true,
    })
}

/// Whether the person is in the register.
fn listed_schema(register: &Register) -> Value {
    json!({ "description": format!("是否在{}中：是、否", register.name), "enum": ["是", "否", true, false, null] })
}

fn column_schema(plan: &Plan, register: &Register, column: &Column, form: Form) -> Value {
    // in a wide sheet, 无 in another register's column says that there is no row
    let none = column.optional || form == Form::Wide && !register.is_key();
    let title = description(register, column, none);
    match &column.ty {
        Type::Truth => json!({ "description": title, "enum": ["是", "否", true, false, null] }),
        Type::Enumeration(members) => {
            let mut values: Vec<Value> = members.iter().map(|member| json!(member)).collect();
            if column.is_benefit {
                let titles = plan.policy.benefits.iter().filter_map(|benefit| benefit.title.as_ref());
                values.extend(titles.filter(|title| !members.contains(title)).map(|title| json!(title)));
            }
            if none && !members.iter().any(|member| member == "无") {
                values.push(json!("无"));
            }
            values.push(Value::Null);
            json!({ "description": title, "enum": values })
        }
        Type::Number { .. } => json!({ "description": title, "type": ["number", "string", "null"] }),
        Type::Money { .. } | Type::Monthly { .. } => {
            json!({ "description": title, "type": ["number", "string", "null"], "minimum": 0 })
        }
        Type::Date => date_schema(title),
        Type::Month => json!({ "description": title, "type": ["string", "null"], "examples": ["2023-02"] }),
        Type::Text => json!({ "description": title, "type": ["string", "number", "null"] }),
        Type::Identity => pattern_schema(title, "[0-9]{17}[0-9Xx]|[0-9]{15}", none),
        Type::Card => pattern_schema(title, "[0-9]{17}[0-9Xx][1-7][1-4]([0-9A-Za-z]{2})?", none),
    }
}

fn date_schema(description: String) -> Value {
    json!({ "description": description, "type": ["string", "null"], "examples": ["2023-02-23"] })
}

fn pattern_schema(description: String, pattern: &str, none: bool) -> Value {
    let pattern = if none { format!("^({pattern}|无|)$") } else { format!("^({pattern}|)$") };
    json!({ "description": description, "type": ["string", "null"], "pattern": pattern })
}

/// What the column holds and how it is written.
fn description(register: &Register, column: &Column, none: bool) -> String {
    let title = column.title.as_ref().unwrap_or(&column.name);
    let mut text = format!("{}·{title}：{}", register.name, values(&column.ty));
    if column.optional {
        text += "；没有则为 null 或“无”";
    } else if none {
        text += "；“无”表示不在名册中";
    }
    if column.blank_as_no {
        text += "；空白视为否";
    }
    text
}

fn values(ty: &Type) -> String {
    match ty {
        Type::Truth => "是、否".to_string(),
        Type::Number { .. } => "数".to_string(),
        Type::Money { .. } => "元，最多两位小数".to_string(),
        Type::Monthly { .. } => "元/月，最多两位小数".to_string(),
        Type::Date => "日期，如 2023-02-23".to_string(),
        Type::Month => "年月，如 2023-02".to_string(),
        Type::Text => "文本".to_string(),
        Type::Enumeration(members) => members.join("、"),
        Type::Identity => "身份证号，18 位".to_string(),
        Type::Card => "残疾人证号，20 位，换发后 22 位".to_string(),
    }
}

fn register_title(register: &Register) -> String {
    register.title.clone().unwrap_or_else(|| register.name.clone())
}
