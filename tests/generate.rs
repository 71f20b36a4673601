//! Random policies, and random people for them and for the Wulong policy.

use crate::support::{Person, person};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json, json};

pub type Record = Map<String, Json>;

/// The facts that random policies read.
const REGISTERS: &str = r#"
政策 随机 { 施行 自 2023-01-01 }
名册 人员 {
    编号  文本  主键
    级    甲级 | 乙级 | 丙级
    户    文本
    原户  文本  可无
    在学  是否
    生日  日期
    亡日  日期  可无
}
名册 证 {
    等    一等 | 二等 | 三等
    止期  日期
}
名册 养老 { 月额 元/月 }
名册 工伤 { 月额 元/月  起算日 日期 }
名册 抚恤 { 月额 元/月 }
名册 特困
名册 核查 逐次 查日 { 查日 日期 备查  结果 通过 | 未过 备查  所为 补贴 备查 }
口径 择高相等 "金额相等" { 保留其他待遇 保留本补贴 }
口径 算法 "怎样算" { 第一种 第二种 }
定义 在世 = 亡日 为 无 或 亡日 不早于 当日
定义 持证 = 在册 证 且 证.止期 不早于 当日
定义 老人 = 周岁(生日) 不低于 60
"#;

/// Conditions that stand on their own.
const CONDITIONS: [&str; 24] = [
    "在世",
    "持证",
    "老人",
    "在学",
    "级 属于 甲级、乙级",
    "级 不为 乙级",
    "户 为 \"本地\"",
    "户 不为 \"外地\"",
    "原户 为 无",
    "在册 特困",
    "不在册 养老",
    "在册 抚恤",
    "证.等 为 一等",
    "证.等 不属于 二等、三等",
    "在册 养老 且 养老.月额 高于 80 元/月",
    "在册 工伤 且 工伤.起算日 早于 当日 - 1 个月",
    "在册 工伤 且 工伤.起算日 + 10 天 不晚于 当日",
    "生日 的 当月 不晚于 当日 的 当月",
    "生日 + 60 年 不晚于 当日",
    "周岁(生日, 2023-03-15) 低于 18",
    "当日 不早于 2023-03-12",
    "任一(抚恤, 抚恤.月额 不低于 80 元/月)",
    "全部(工伤, 工伤.起算日 早于 当日)",
    "算法 为 第二种",
];

/// Monthly amounts that any benefit may name.
const RATES: [&str; 8] = [
    "90 元/月 依据 第二条",
    "80.5 元/月 依据 第二条",
    "按 级 依据 第二条 { 甲级：90 元/月 乙级：80 元/月 丙级：70 元/月 }",
    "按 级、老人 依据 第二条 { 甲级, 是：100 元/月 甲级, 否：90 元/月 _, _：50 元/月 }",
    "按 周岁(生日) 依据 第二条 { ..17：60 元/月 18..59：80 元/月 60..：100 元/月 }",
    "依据 第二条 { 自 2023-01-01：60 元/月 自 2023-03-10：100 元/月 }",
    "依据 第二条 (合计(抚恤.月额) × 50%) 四舍五入 到 元",
    "依据 第二条 按 计数(工伤) { 0：90 元/月 1：60 元/月 2..：30 元/月 }",
];

/// Amounts of other benefits.
const OTHERS: [&str; 5] =
    ["养老.月额", "工伤.月额", "抚恤.月额", "养老.月额 + 抚恤.月额", "取大(工伤.月额, 抚恤.月额)"];

const BENEFITS: [&str; 3] = ["补贴一", "补贴二", "补贴三"];

/// A policy as its declarations, of which the first hold the facts.
#[derive(Debug, Clone)]
pub struct Policy {
    pub declarations: Vec<String>,
}

impl Policy {
    pub fn source(&self) -> String {
        self.declarations.join("\n")
    }
}

fn condition() -> impl Strategy<Value = String> {
    let one = select(&CONDITIONS[..]).prop_map(|condition| format!("({condition})"));
    one.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" 且 "))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" 或 "))),
            inner.prop_map(|inner| format!("非 {inner}")),
        ]
    })
}

fn benefit(name: &'static str) -> impl Strategy<Value = String> {
    let conditions = prop_oneof![
        2 => select(&CONDITIONS[..]).prop_map(|condition| vec![format!("({condition})")]),
        1 => prop::collection::vec(condition(), 1..3),
    ];
    (conditions, select(&RATES[..])).prop_map(move |(conditions, rate)| {
        format!("补贴 {name} {{ 同时符合 依据 第一条 {{ {} }} 标准 {rate} }}", conditions.join("\n"))
    })
}

/// Some of the benefits, in any order.
fn benefits() -> impl Strategy<Value = Vec<&'static str>> {
    (prop::sample::subsequence(&BENEFITS[..], 1..=3), any::<bool>()).prop_map(|(mut names, turned)| {
        if turned {
            names.reverse();
        }
        names
    })
}

fn when() -> impl Strategy<Value = String> {
    prop_oneof![2 => Just(String::new()), 1 => condition().prop_map(|condition| format!(" 当 {condition}"))]
}

fn rule() -> impl Strategy<Value = String> {
    let other = || select(&OTHERS[..]);
    prop_oneof![
        2 => (benefits(), condition()).prop_map(|(names, condition)| {
            format!("不享受 {} 当 {condition} 依据 第三条", names.join("、"))
        }),
        3 => (benefits(), other(), when()).prop_map(|(names, other, when)| {
            format!("择高 {} 与 {other} 依据 第四条{when}", names.join(" + "))
        }),
        2 => (benefits(), prop::sample::subsequence(&OTHERS[..], 2..=3), when()).prop_map(|(names, others, when)| {
            let others: Vec<String> = others.iter().map(|other| format!("{other} 依据 第四条")).collect();
            format!("择高 {} 与 {{ {} }}{when}", names.join(" + "), others.join("\n"))
        }),
        2 => reduction(),
    ]
}

/// 补差 or 封顶
fn reduction() -> impl Strategy<Value = String> {
    prop_oneof![
        (benefits(), select(&OTHERS[..]), when()).prop_map(|(names, other, when)| {
            format!("补差 {} 与 {other} 依据 第五条{when}", names.join(" + "))
        }),
        (benefits(), select(&["70", "120.5", "150"][..]), when()).prop_map(|(names, limit, when)| {
            format!("封顶 {} 不超过 {limit} 元/月 依据 第六条{when}", names.join(" + "))
        }),
    ]
}

/// A policy about three benefits with some rules among them.
pub fn policy() -> impl Strategy<Value = Policy> {
    let deem = prop::option::of(Just("视为 户 是 原户 当 在学 且 原户 不为 无 依据 第七条".to_string()));
    let benefits = (benefit("补贴一"), benefit("补贴二"), benefit("补贴三"));
    let rules = prop_oneof![3 => prop::collection::vec(rule(), 0..5), 1 => prop::collection::vec(reduction(), 2..5)];
    (benefits, rules, deem).prop_map(|((one, two, three), rules, deem)| {
        let facts = whole_declarations(REGISTERS);
        Policy { declarations: facts.into_iter().chain([one, two, three]).chain(rules).chain(deem).collect() }
    })
}

/// Text -> declarations: a line that begins with a blank or a bracket continues the one before.
fn whole_declarations(text: &str) -> Vec<String> {
    let mut declarations: Vec<String> = Vec::new();
    for line in text.trim().lines() {
        match declarations.last_mut() {
            Some(last) if line.starts_with([' ', '}']) => *last += &format!("\n{line}"),
            _ => declarations.push(line.to_string()),
        }
    }
    declarations
}

/// Days around March 2023 and some far ones.
fn day() -> impl Strategy<Value = String> {
    let near = near_day();
    let far = select(&["2019-05-01", "2022-12-31", "2023-02-28", "2023-03-01", "2023-03-31", "2024-02-29"][..]);
    prop_oneof![3 => near, 1 => far.prop_map(str::to_string)]
}

fn near_day() -> impl Strategy<Value = String> {
    (0_u64..60).prop_map(|days| {
        let first = NaiveDate::from_ymd_opt(2023, 2, 10).unwrap();
        first.checked_add_days(Days::new(days)).unwrap().to_string()
    })
}

/// Birthdays of people who turn 18, 60 or 80 about that time, or were born on a leap day.
fn birthday() -> impl Strategy<Value = String> {
    let about = (select(&[1943, 1963, 2005][..]), 2_u32..5, 1_u32..29)
        .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"));
    prop_oneof![4 => about, 1 => select(&["2000-02-29", "1960-02-29", "2023-03-09"][..]).prop_map(str::to_string)]
}

fn amount() -> impl Strategy<Value = &'static str> {
    select(&["0", "40", "79.99", "80", "80.5", "90", "100", "150.5", "170", "240"][..])
}

/// One row, none, or rows one after the other, of which some days may be without.
fn rows(row: BoxedStrategy<Record>) -> impl Strategy<Value = Json> {
    let dated = (prop::collection::vec((row.clone(), any::<bool>()), 1..4), day(), 1_u64..20).prop_map(
        |(rows, first, length)| {
            let mut from: NaiveDate = first.parse().unwrap();
            let count = rows.len();
            let rows = rows.into_iter().enumerate().map(|(index, (mut row, gap))| {
                let until = from.checked_add_days(Days::new(length)).unwrap();
                if index > 0 || gap {
                    row.insert("起".to_string(), json!(from.to_string()));
                }
                if index + 1 < count || !gap {
                    row.insert("止".to_string(), json!(until.to_string()));
                }
                from = until.checked_add_days(Days::new(1 + 4 * u64::from(gap))).unwrap();
                row
            });
            json!(rows.collect::<Vec<_>>())
        },
    );
    prop_oneof![2 => Just(json!([])), 2 => row.prop_map(Json::Object), 2 => dated]
}

/// Things that happened, some on one day, some with an end.
fn records() -> impl Strategy<Value = Json> {
    let benefit = select(&["补贴一", "补贴二", "补贴三"][..]);
    let row = (near_day(), select(&["通过", "未过"][..]), benefit, prop::option::weighted(0.3, 0_u64..9));
    prop::collection::vec(row, 0..4).prop_map(|rows| {
        let rows = rows.into_iter().map(|(day, result, benefit, length)| {
            let mut row = fields([("查日", json!(day)), ("结果", json!(result)), ("所为", json!(benefit))]);
            if let Some(length) = length {
                let until = day.parse::<NaiveDate>().unwrap().checked_add_days(Days::new(length)).unwrap();
                row.insert("止".to_string(), json!(until.to_string()));
            }
            Json::Object(row)
        });
        Json::Array(rows.collect())
    })
}

fn fields<const N: usize>(fields: [(&str, Json); N]) -> Record {
    fields.into_iter().map(|(name, value)| (name.to_string(), value)).collect()
}

/// Somebody of whom a random policy can know everything.
pub fn record() -> impl Strategy<Value = Record> {
    let monthly = amount().prop_map(|amount| fields([("月额", json!(amount))])).boxed();
    let injury =
        (amount(), day()).prop_map(|(amount, day)| fields([("月额", json!(amount)), ("起算日", json!(day))])).boxed();
    let card = (select(&["一等", "二等", "三等"][..]), day())
        .prop_map(|(grade, until)| fields([("等", json!(grade)), ("止期", json!(until))]))
        .boxed();
    let no_column = Just(Record::new()).boxed();
    let own = (
        select(&["甲级", "乙级", "丙级"][..]),
        select(&["本地", "外地", "别处"][..]),
        prop::option::of(select(&["本地", "外地"][..])),
        any::<bool>(),
        birthday(),
        prop::option::of(day()),
    );
    let registers = (rows(card), rows(monthly.clone()), rows(injury), rows(monthly), rows(no_column), records());
    (own, registers).prop_map(|((level, home, before, student, born, died), registers)| {
        let (card, care, injury, honour, poor, checks) = registers;
        fields([
            ("编号", json!("1")),
            ("级", json!(level)),
            ("户", json!(home)),
            ("原户", json!(before)),
            ("在学", json!(student)),
            ("生日", json!(born)),
            ("亡日", json!(died)),
            ("证", card),
            ("养老", care),
            ("工伤", injury),
            ("抚恤", honour),
            ("特困", poor),
            ("核查", checks),
        ])
    })
}

/// Somebody of whom the Wulong policy knows everything: mostly near to receiving something.
pub fn wulong_record() -> impl Strategy<Value = Record> {
    let card = (
        select(&["一级", "一级", "二级", "二级", "三级", "四级"][..]),
        select(&["有效", "有效", "有效", "有效", "冻结"][..]),
        card_end(),
    );
    let children = select(&["无", "无", "全额", "补差"][..]);
    let rare = || prop::bool::weighted(0.1).prop_map(|yes| if yes { "是" } else { "否" });
    let drawn = || prop_oneof![3 => Just("0"), 1 => amount()];
    let prison = prop::option::weighted(
        0.2,
        (
            select(&["管制", "拘役", "有期徒刑", "无期徒刑", "死缓"][..]),
            select(&["监狱", "看守所", "社区"][..]),
            day(),
            prop::option::of(day()),
        ),
    );
    let moved = prop::option::weighted(0.2, (any::<bool>(), select(&["武隆区", "涪陵区"][..])));
    let amounts = (drawn(), drawn(), drawn(), drawn(), drawn());
    let listed = (prop::bool::weighted(0.7), rare(), rare(), rare(), children);
    let died = prop::option::weighted(0.2, day());
    (card, listed, amounts, prison, moved, died).prop_map(|(card, listed, amounts, prison, moved, died)| {
        let (level, state, until) = card;
        let (poor, destitute, orphan, injury, children) = listed;
        let Person(record) = person()
            .of_level(level)
            .with("证件状态", state)
            .with("证件有效期止", until)
            .with("低保", if poor { "是" } else { "否" })
            .with("特困供养", destitute)
            .with("孤儿", orphan)
            .with("工伤生活护理费", injury)
            .with("事实无人抚养", children)
            .with("养老服务补贴", amounts.0)
            .with("离休护理费", amounts.1)
            .with("因公致残生活补贴", amounts.2)
            .with("因公致残护理补贴", amounts.3)
            .with("伤残抚恤", amounts.4)
            .with("死亡日期", died.unwrap_or_default());
        let mut record = record;
        if let Some((kind, place, from, until)) = prison {
            record.extend(fields([("刑种", json!(kind)), ("服刑场所", json!(place)), ("判决生效日", json!(from))]));
            record.insert("刑满日".to_string(), json!(until.unwrap_or_default()));
        }
        if let Some((student, before)) = moved {
            record.extend(fields([("户籍区县", json!("沙坪坝区")), ("原户籍区县", json!(before))]));
            record.insert("就学迁户".to_string(), json!(if student { "是" } else { "否" }));
        }
        record
    })
}

fn card_end() -> impl Strategy<Value = String> {
    prop_oneof![3 => Just("2030-06-30".to_string()), 2 => day()]
}

/// The same record with some facts left out, which makes them unknown: fields, registers, and columns of rows.
/// The key stays. `which` says for each of them in turn whether it stays.
pub fn leave_out(record: &Record, which: &[bool]) -> Record {
    let mut which = which.iter().copied().cycle();
    let mut stays = || which.next().unwrap_or(true);
    let mut left = Record::new();
    for (name, value) in record {
        if name != "编号" && !stays() {
            continue;
        }
        let value = match value {
            Json::Object(row) => Json::Object(row_left(row, &mut stays)),
            Json::Array(rows) => rows.iter().map(|row| row_left(row.as_object().unwrap(), &mut stays)).collect(),
            other => other.clone(),
        };
        left.insert(name.clone(), value);
    }
    left
}

/// People of whom most facts are known.
pub fn partly_known(record: impl Strategy<Value = Record>) -> impl Strategy<Value = Record> {
    let which = prop::collection::vec(prop::bool::weighted(0.92), 40);
    (record, which).prop_map(|(record, which)| leave_out(&record, &which))
}

/// The days that a row covers are no facts that can be unknown.
fn row_left(row: &Record, stays: &mut impl FnMut() -> bool) -> Record {
    let kept = row.iter().filter(|(name, _)| *name == "起" || *name == "止" || stays());
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// People for a random policy whose amounts and dates lie just before, at and just after what the policies name.
pub fn edge_records(count: usize) -> impl Strategy<Value = Vec<Record>> {
    prop::collection::vec(prop_oneof![1 => record(), 3 => edge_record()], count)
}

/// Days on which something turns: month ends, the days that random policies name, and others about them.
pub fn some_day() -> impl Strategy<Value = String> {
    let turning = [
        "2023-02-28",
        "2023-03-01",
        "2023-03-09",
        "2023-03-10",
        "2023-03-11",
        "2023-03-12",
        "2023-03-30",
        "2023-03-31",
        "2024-02-29",
        "2024-03-31",
    ];
    prop_oneof![2 => select(turning.to_vec()).prop_map(str::to_string), 1 => near_day()]
}

/// An amount about what the policies name, a fen more or less.
fn edge_amount() -> impl Strategy<Value = String> {
    let about = [0_i64, 40, 50, 60, 70, 80, 90, 100, 120, 150, 170, 180, 240, 270];
    let halves = prop_oneof![2 => Just(0_i64), 1 => Just(50)];
    (select(about.to_vec()), halves, -1_i64..=1).prop_map(|(yuan, half, fen)| {
        let fen = (yuan * 100 + half + fen).max(0);
        format!("{}.{:02}", fen / 100, fen % 100)
    })
}

/// A date near one of the turning days: a month, ten days or a day off.
fn edge_day() -> impl Strategy<Value = String> {
    (some_day(), select(&[0_i64, 0, 1, 10, 11, 28, 29, 30, 31, 32][..]), any::<bool>()).prop_map(
        |(day, off, before)| {
            let day: NaiveDate = day.parse().unwrap();
            (day + chrono::TimeDelta::days(if before { -off } else { off })).to_string()
        },
    )
}

/// A birthday 18 or 60 years before, give or take a day, and some leap days.
fn edge_birthday() -> impl Strategy<Value = String> {
    (edge_day(), select(&[18_u32, 60, 40][..])).prop_map(|(day, years)| {
        let day: NaiveDate = day.parse().unwrap();
        day.checked_sub_months(chrono::Months::new(12 * years)).unwrap().to_string()
    })
}

fn edge_record() -> impl Strategy<Value = Record> {
    let monthly = edge_amount().prop_map(|amount| fields([("月额", json!(amount))])).boxed();
    let injury = (edge_amount(), edge_day())
        .prop_map(|(amount, day)| fields([("月额", json!(amount)), ("起算日", json!(day))]))
        .boxed();
    let card = (select(&["一等", "二等", "三等"][..]), edge_day())
        .prop_map(|(grade, until)| fields([("等", json!(grade)), ("止期", json!(until))]))
        .boxed();
    let own = (edge_birthday(), prop::option::of(edge_day()));
    let registers = (rows(card), rows(monthly.clone()), rows(injury), rows(monthly));
    (record(), own, registers).prop_map(|(mut record, (born, died), (card, care, injury, honour))| {
        record.extend(fields([
            ("生日", json!(born)),
            ("亡日", json!(died)),
            ("证", card),
            ("养老", care),
            ("工伤", injury),
            ("抚恤", honour),
        ]));
        record
    })
}

/// A policy and the same with one thing changed: a number, a comparison, a connective, a condition, a rule.
pub fn edited() -> impl Strategy<Value = (Policy, Policy)> {
    (policy(), rule(), select(&EDITS[..]), any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(
        |(old, rule, (from, to), at, place)| {
            let mut new = old.clone();
            let facts = whole_declarations(REGISTERS).len();
            match (from, new.declarations.len() - facts) {
                ("added", _) => new.declarations.push(rule),
                ("removed", rules) if rules > 3 => {
                    new.declarations.remove(facts + 3 + at.index(rules - 3));
                }
                (from, _) => {
                    // definitions are edited too
                    let first = facts - 3;
                    let with: Vec<usize> =
                        (first..new.declarations.len()).filter(|of| new.declarations[*of].contains(from)).collect();
                    if let Some(declaration) = (!with.is_empty()).then(|| with[at.index(with.len())]) {
                        let text = &new.declarations[declaration];
                        let places: Vec<usize> = text.match_indices(from).map(|(place, _)| place).collect();
                        let place = places[place.index(places.len())];
                        new.declarations[declaration] =
                            format!("{}{to}{}", &text[..place], &text[place + from.len()..]);
                    }
                }
            }
            (old, new)
        },
    )
}

/// What is replaced by what.
const EDITS: [(&str, &str); 30] = [
    ("added", ""),
    ("added", ""),
    ("removed", ""),
    ("removed", ""),
    ("90 元/月", "100 元/月"),
    ("80.5 元/月", "80.49 元/月"),
    ("80 元/月", "80.01 元/月"),
    ("80 元/月", "70 元/月"),
    ("100 元/月", "99 元/月"),
    ("60 元/月", "0 元/月"),
    ("50%", "51%"),
    ("高于", "不低于"),
    ("不低于", "高于"),
    ("低于", "不高于"),
    ("早于", "不晚于"),
    ("不早于", "晚于"),
    ("不晚于", "早于"),
    (" 且 ", " 或 "),
    (" 或 ", " 且 "),
    ("(", "非 ("),
    ("非 (", "("),
    ("甲级、乙级", "甲级"),
    ("为 \"本地\"", "为 \"外地\""),
    ("不在册", "在册"),
    ("1 个月", "30 天"),
    ("10 天", "11 天"),
    ("60 年", "720 个月"),
    ("60 年", "61 年"),
    ("低于 18", "低于 19"),
    (" + ", "、"),
];
