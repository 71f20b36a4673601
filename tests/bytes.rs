//! Whatever bytes come in, nothing panics; and what parses cleanly is printed to a text that parses to the same.

use crate::generate::{partly_known, policy, wulong_record};
use crate::support::{WULONG, WULONG_SOURCE, days, person, results, sheet, tries};
use polcheck::batch::{broken_promises, decide, summarize};
use polcheck::cases::{Format, read};
use polcheck::check::check;
use polcheck::diagnostic::{Lang, render_github, render_json, render_pretty};
use polcheck::format::format;
use polcheck::plan::compile;
use polcheck::syntax::{parse, table};
use polcheck::testing::run_examples;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::json;
use std::sync::LazyLock;

/// Everything that is done to a policy's text before cases come in. True when it parses cleanly.
fn digest(source: &str) -> bool {
    let parsed = parse(source);
    let checked = check(&parsed.file);
    let all: Vec<_> = parsed.problems.iter().chain(&checked.problems).cloned().collect();
    render_github(source, "a.pol", &all, Lang::Zh);
    render_json(source, "a.pol", &all);
    render_pretty(source, "a.pol", &all[..all.len().min(5)], Lang::En, false);
    if parsed.problems.is_empty() {
        assert_printed_well(source);
        if let Some(policy) = checked.policy {
            let plan = compile(policy, source, &[]).unwrap();
            run_examples(&plan);
        }
    }
    parsed.problems.is_empty()
}

/// The printed text is well formed, prints to itself, and goes over into the other language and back unchanged.
fn assert_printed_well(source: &str) {
    let print = |text: &str, lang: Lang| {
        let parsed = parse(text);
        assert!(parsed.problems.is_empty(), "{:#?}\n{text}\nfrom\n{source}", parsed.problems);
        format(text, &parsed.file, lang)
    };
    let (zh, en) = (print(source, Lang::Zh), print(source, Lang::En));
    for text in [&zh, &en] {
        assert_eq!(zh, print(text, Lang::Zh), "from\n{source}");
        assert_eq!(en, print(text, Lang::En), "from\n{source}");
    }
}

/// Policies that somebody has written: the formatter's fixtures, and each declaration of the Wulong policy.
static WRITTEN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format");
    let mut paths: Vec<_> = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let fixtures = paths.iter().map(|path| std::fs::read_to_string(path).unwrap());
    fixtures.chain(declarations_of_wulong()).collect()
});

/// A declaration begins at a line's start with a letter, and goes on to the next such line.
fn declarations_of_wulong() -> Vec<String> {
    let mut declarations = vec![String::new()];
    for line in WULONG_SOURCE.lines() {
        if line.chars().next().is_some_and(char::is_alphabetic) {
            declarations.push(String::new());
        }
        let last = declarations.last_mut().unwrap();
        *last += line;
        last.push('\n');
    }
    declarations
}

/// Words, marks, names and values that the language knows.
static TOKENS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = table().into_iter().flat_map(|entry| entry.words).map(str::to_string);
    let others = [
        "甲",
        "乙级",
        "护理补贴",
        "残疾人证.等级",
        "编号 文本 主键",
        "附件2·一·1",
        "依据 第一条",
        "80 元/月",
        "0.5",
        "９０",
        "85%",
        "2023-02-23",
        "2023-02",
        "3 个月",
        "\"武隆区\"",
        "“全角”",
        "「角」",
        "\"",
        "“",
        "{",
        "}",
        "(",
        ")",
        "（",
        "）",
        "：",
        "、",
        "# 注\n",
        "\n",
        " ",
        "　",
        "。",
        "é",
        "😀",
        "\u{FEFF}",
        "\0",
        "2023-02-30",
        "99999999999999999999",
        "_",
        "..",
    ];
    words.chain(others.map(str::to_string)).collect()
});

/// One edit of a text: what stands there is left out, doubled, or something is put in.
#[derive(Debug, Clone)]
enum Edit {
    LeaveOut { at: Index, length: usize },
    Double { at: Index, length: usize },
    PutIn { at: Index, what: String },
    Widen { at: Index },
}

fn edit() -> impl Strategy<Value = Edit> {
    let place = || any::<Index>();
    prop_oneof![
        1 => (place(), 1_usize..30).prop_map(|(at, length)| Edit::LeaveOut { at, length }),
        1 => (place(), 1_usize..60).prop_map(|(at, length)| Edit::Double { at, length }),
        3 => (place(), select(TOKENS.clone())).prop_map(|(at, what)| Edit::PutIn { at, what }),
        1 => place().prop_map(|at| Edit::Widen { at }),
    ]
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for edit in edits {
        let places = letters.len() + 1;
        let stretch = |at: &Index, length: usize| at.index(places)..(at.index(places) + length).min(places - 1);
        match edit {
            Edit::LeaveOut { at, length } => drop(letters.drain(stretch(at, *length))),
            Edit::Double { at, length } => {
                let piece = letters[stretch(at, *length)].to_vec();
                let at = at.index(places);
                letters.splice(at..at, piece);
            }
            Edit::PutIn { at, what } => {
                let at = at.index(places);
                letters.splice(at..at, what.chars());
            }
            Edit::Widen { at } => {
                for letter in letters.iter_mut().skip(at.index(places)).take(1) {
                    *letter = widened(*letter);
                }
            }
        }
    }
    letters.into_iter().collect()
}

/// The full-width form of a letter, digit or mark.
fn widened(letter: char) -> char {
    match letter {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(letter as u32 + 0xFEE0).unwrap(),
        other => other,
    }
}

proptest! {
    #![proptest_config(tries(250))]

    #[test]
    fn any_text_as_a_policy(text in any::<String>(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        digest(&text);
        digest(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_words_as_a_policy(words in prop::collection::vec(select(TOKENS.clone()), 0..40), blanks in any::<bool>()) {
        digest(&words.join(if blanks { " " } else { "" }));
    }

    #[test]
    fn written_policies_with_mistakes(source in select(WRITTEN.clone()), edits in prop::collection::vec(edit(), 1..5)) {
        digest(&edited(&source, &edits));
    }
}

proptest! {
    #![proptest_config(tries(25))]

    #[test]
    fn random_policies_print_well(policy in policy()) {
        prop_assert!(digest(&policy.source()));
    }
}

/// A mistake now and then leaves a text well formed; only then the printed form is looked at.
#[test]
fn written_policies_are_digested() {
    let clean = WRITTEN.iter().filter(|source| digest(source)).count();
    assert!(clean > 150 && clean >= WRITTEN.len() - 3, "{clean} of {}", WRITTEN.len());
}

/// The Wulong policy broken off after every so many characters, and each of its declarations in many places.
#[test]
fn truncations() {
    let ends: Vec<usize> = WULONG_SOURCE.char_indices().map(|(at, _)| at).collect();
    for end in ends.iter().step_by(ends.len() / 4) {
        digest(&WULONG_SOURCE[..*end]);
    }
    for declaration in declarations_of_wulong() {
        for (end, _) in declaration.char_indices().step_by(37) {
            digest(&declaration[..end]);
        }
    }
}

/// Every sign of the language that has a full-width form may be written so, one kind at a time and all together:
/// it is the same policy. The marks within `all-of` and `yuan/month` are letters of a word.
#[test]
fn full_width_forms() {
    let wide = |source: &str, kinds: &str| -> String {
        let letters: Vec<char> = source.chars().collect();
        let texts = texts(&letters);
        let widen = |at: usize| {
            let within_word = "-/_".contains(letters[at]) && letters.get(at + 1).is_some_and(char::is_ascii_alphabetic);
            let is_sign = kinds.contains(letters[at]) && !within_word && !texts[at];
            if is_sign { widened(letters[at]) } else { letters[at] }
        };
        (0..letters.len()).map(widen).collect()
    };
    let canonical = |source: &str, what: &str| {
        let parsed = parse(source);
        assert!(parsed.problems.is_empty(), "{what}: {:#?}\n{source}", parsed.problems[0]);
        format(source, &parsed.file, Lang::Zh)
    };
    let kinds = [" ", "{", "}", "(", ")", ":", ",", ".", "%", "+", "-", "*", "/", "=!<>", "0123456789", "_"];
    assert_eq!(canonical(&wide(WULONG_SOURCE, &kinds.concat()), "all"), WULONG_SOURCE);
    for source in WRITTEN.iter().take(12).filter(|source| parse(source).problems.is_empty()) {
        let expected = canonical(source, "as it is");
        for kind in kinds.into_iter().chain([kinds.concat().as_str()]) {
            assert_eq!(canonical(&wide(source, kind), kind), expected, "{kind} of\n{source}");
        }
    }
}

/// A Chinese keyboard widens `!` and leaves `=` as it is, and so with the other signs of two characters.
#[test]
fn half_of_a_sign_may_be_wide() {
    for (sign, forms) in [("!=", ["！=", "!＝"]), ("<=", ["＜=", "<＝"]), (">=", ["＞=", ">＝"])] {
        for form in forms {
            let source = |sign: &str| format!("定义 甲 = 年龄 {sign} 18\n");
            let parsed = parse(&source(form));
            assert_eq!(parsed.problems, [], "{form}");
            let printed = format(&source(form), &parsed.file, Lang::Zh);
            assert_eq!(printed, format(&source(sign), &parse(&source(sign)).file, Lang::Zh));
        }
    }
}

/// For each letter whether it lies within quotes or a comment, or is a quotation mark.
fn texts(letters: &[char]) -> Vec<bool> {
    let mut closing = None;
    let within = letters.iter().map(|letter| {
        let before = closing;
        closing = match (closing, letter) {
            (Some(end), letter) if *letter == end => None,
            (Some(end), _) => Some(end),
            (None, '#' | '＃') => Some('\n'),
            (None, '"') => Some('"'),
            (None, '“') => Some('”'),
            (None, '「') => Some('」'),
            (None, '＂') => Some('＂'),
            (None, _) => None,
        };
        before.is_some() || closing.is_some()
    });
    within.collect()
}

/// Nesting and chains, far beyond every limit and just within: no stack overflows, nothing hangs.
#[test]
fn bombs() {
    const HEAD: &str =
        "政策 例 { 施行 自 2023-01-01 }\n名册 人员 { 编号 文本 主键 日 日期 低保 是否 额 元/月 }\n定义 甲 = ";
    for count in [190, 5_000] {
        let many = |piece: &str| piece.repeat(count);
        for expression in [
            format!("{}低保 {{ 是：1 }}", many("按 ")),
            format!("{}低保", many("非 ")),
            format!("日{}", many(" 的 当月 的 首日")),
            format!("额{}", many(" 四舍五入 到 元")),
            format!("额{}", many(" + 额")),
            format!("额{}", many(" × 额")),
            format!("低保{}", many(" 且 低保")),
            format!("日{}", many(" + 1 天")),
            format!("{}低保{}", many("("), many(")")),
            format!("按 低保 {{ 是：{}1{}", many("按 低保 { 是："), many("}")),
            many("取大("),
            many("{"),
            many("\""),
        ] {
            digest(&format!("{HEAD}{expression}\n"));
        }
    }
}

/// Reads a case file and does everything that `run` does with it.
fn decide_all(bytes: &[u8], format: Format) {
    let Ok(batch) = read(&WULONG, "名单", bytes, format) else { return };
    let decided = decide(&WULONG, &batch.cases, days(&WULONG, "2023-03"));
    assert_eq!(decided.len(), batch.cases.len());
    for (case, decided) in batch.cases.iter().zip(results(&WULONG, &decided)) {
        assert_eq!(decided["case"], case.key);
    }
    broken_promises(&WULONG, "名单", &batch, &decided);
    summarize(&WULONG, &decided, Lang::Zh);
    polcheck::output::findings_csv(&batch.findings, Lang::En);
    polcheck::output::table(&WULONG, &decided, Lang::Zh, Some(80));
}

const FORMATS: [Format; 4] = [Format::Csv, Format::Json, Format::JsonLines, Format::Yaml];

/// Case files in each format, with rows, dates, nothing and too much.
static CASE_FILES: LazyLock<Vec<(Format, String)>> = LazyLock::new(|| {
    let dated = person()
        .with("编号", "0002")
        .with_cards(json!([{ "等级": "一级", "状态": "有效", "有效期止": "2030-06-30", "起": "2023-03-02" }]))
        .with("低保", json!([{ "止": "2023-03-15" }, { "起": "2023-03-20", "止": null }]))
        .with("养老服务补贴", json!({ "月额": 85.5 }));
    let people = [person(), dated];
    let (csv, _) = sheet(&[person().with("姓名", "张“三”,\n\"小三\"")]);
    let (json, _) = sheet(&people);
    let lines: Vec<String> = people.iter().map(|person| json!(person.0).to_string()).collect();
    let yaml = "- 编号: \"0001\"\n  残疾等级: 一级\n  低保: 是\n  证件有效期止: 2030-06-30\n  养老服务补贴: { 月额: 85 }\n\
                - &甲\n  编号: 0002\n  特困供养:\n    - 起: 2023-03-02\n      止: ~\n- { <<: *甲, 编号: 0003 }\n";
    vec![
        (Format::Csv, csv),
        (Format::Json, json),
        (Format::JsonLines, lines.join("\n")),
        (Format::Yaml, yaml.to_string()),
    ]
});

/// Cells and signs that case files hold.
fn cell() -> impl Strategy<Value = String> {
    let cells = vec![
        "",
        "无",
        "是",
        "否",
        "一级",
        "2023-02-30",
        "2023/2/3",
        "45000",
        "80",
        "-1",
        "1e400",
        "9999999999999999",
        "０",
        "\"",
        ",",
        "\r\n",
        "\u{FEFF}",
        "[",
        "]",
        "{",
        "}",
        ":",
        "- ",
        "*甲",
        "&乙",
        "!!int",
        "null",
        "#N/A",
        "编号",
        "残疾等级",
        "50023219600315002X",
    ];
    select(cells).prop_map(str::to_string)
}

proptest! {
    #![proptest_config(tries(300))]

    #[test]
    fn any_bytes_as_a_case_file(bytes in prop::collection::vec(any::<u8>(), 0..300), text in any::<String>()) {
        for format in FORMATS {
            decide_all(&bytes, format);
            decide_all(text.as_bytes(), format);
        }
    }

    #[test]
    fn case_files_with_mistakes(
        (format, text) in select(CASE_FILES.clone()),
        edits in prop::collection::vec(edit(), 0..3),
        cells in prop::collection::vec((any::<Index>(), cell()), 0..4),
        flips in prop::collection::vec((any::<Index>(), any::<u8>()), 0..2),
    ) {
        let cells: Vec<Edit> = cells.into_iter().map(|(at, what)| Edit::PutIn { at, what }).collect();
        let mut bytes = edited(&edited(&text, &edits), &cells).into_bytes();
        for (at, byte) in flips {
            let length = bytes.len();
            if let Some(place) = bytes.get_mut(at.index(length.max(1))) {
                *place = byte;
            }
        }
        decide_all(&bytes, format);
    }

    /// The same people in JSON, JSON lines and YAML (of which JSON is a part) get the same decisions.
    #[test]
    fn the_format_makes_no_difference(people in prop::collection::vec(partly_known(wulong_record()), 1..4)) {
        let lines: Vec<String> = people.iter().map(|person| json!(person).to_string()).collect();
        let list = format!("[{}]", lines.join(","));
        let decided = |text: &str, format: Format| {
            let batch = read(&WULONG, "名单", text.as_bytes(), format).unwrap();
            results(&WULONG, &decide(&WULONG, &batch.cases, days(&WULONG, "2023-03")))
        };
        let json = decided(&list, Format::Json);
        prop_assert_eq!(&json, &decided(&lines.join("\n"), Format::JsonLines));
        prop_assert_eq!(&json, &decided(&list, Format::Yaml));
    }
}

/// A file broken off anywhere is read as far as it goes, or refused; never worse.
#[test]
fn truncated_case_files() {
    for (format, text) in CASE_FILES.iter() {
        for end in (0..text.len()).step_by(7) {
            decide_all(&text.as_bytes()[..end], *format);
        }
    }
}
