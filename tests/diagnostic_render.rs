//! What reports look like, and that Chinese columns are counted in characters.

use polcheck::diagnostic::{Diagnostic, Lang, render_github, render_json, render_pretty};
use polcheck::syntax::Span;
use proptest::prelude::*;

const SOURCE: &str = "补贴 生活补贴 {\n    标准 依据 附件2·一·2 捌拾 元/月\n}\n";

/// A problem at a piece of the source.
fn at(source: &str, piece: &str) -> Diagnostic {
    let start = source.find(piece).unwrap();
    let span = Span::new(start, start + piece.len());
    Diagnostic::error("N201", span, "没有“捌拾”", "nothing is named `捌拾`")
        .here("这里", "here")
        .help("写数字，例如 80：100% 可行", "write digits, such as 80: 100% fine")
}

#[test]
fn a_report_names_line_and_character_column() {
    let report = render_pretty(SOURCE, "甲.pol", &[at(SOURCE, "捌拾")], Lang::Zh, false);
    let expected = "\
错误[N201]

  × 没有“捌拾”
   ╭─[甲.pol:2:19]
 1 │ 补贴 生活补贴 {
 2 │     标准 依据 附件2·一·2 捌拾 元/月
   ·                          ──┬─
   ·                            ╰── 这里
 3 │ }
   ╰────
  建议：写数字，例如 80：100% 可行
";
    assert_eq!(report, expected);
}

#[test]
fn a_report_in_english() {
    let report = render_pretty(SOURCE, "a.pol", &[at(SOURCE, "捌拾")], Lang::En, false);
    assert!(report.starts_with("error[N201]\n\n  × nothing is named `捌拾`\n   ╭─[a.pol:2:19]\n"), "{report}");
    assert!(report.ends_with("  help: write digits, such as 80: 100% fine\n"), "{report}");
}

#[test]
fn color_adds_nothing_but_escapes() {
    let diagnostics = [at(SOURCE, "捌拾"), at(SOURCE, "生活补贴")];
    let plain = render_pretty(SOURCE, "a.pol", &diagnostics, Lang::Zh, false);
    let colored = render_pretty(SOURCE, "a.pol", &diagnostics, Lang::Zh, true);
    assert!(colored.contains("\u{1b}["));
    let stripped: String = colored
        .split('\u{1b}')
        .enumerate()
        .map(|(index, part)| if index == 0 { part } else { part.split_once('m').unwrap().1 })
        .collect();
    assert_eq!(stripped, plain);
}

#[test]
fn control_characters_of_a_policy_do_not_reach_the_terminal() {
    let source = "政策\u{1b}[2J 甲\u{202e}乙\r\n\tx";
    let report = render_pretty(source, "a\u{7}.pol", &[at(source, "x")], Lang::Zh, false);
    assert!(!report.contains(['\u{1b}', '\u{202e}', '\u{7}', '\r']), "{report}");
}

#[test]
fn distant_places_are_shown_apart() {
    let source = format!("甲\n{}乙\n", "中\n".repeat(50));
    let end = source.find('乙').unwrap();
    let diagnostic =
        Diagnostic::warning("N202", Span::new(end, end + 3), "重复", "twice").and(Span::new(0, 3), "先", "first");
    let report = render_pretty(&source, "a.pol", &[diagnostic], Lang::Zh, false);
    assert!(report.starts_with("提醒[N202]"));
    assert!(report.contains("[a.pol:1:1]") && report.contains("[a.pol:52:1]"), "{report}");
    assert!(report.lines().count() < 16, "{report}");
}

#[test]
fn json_has_both_languages_and_character_columns() {
    let json = render_json(SOURCE, "a.pol", &[at(SOURCE, "捌拾")]);
    let expected = serde_json::json!([{
        "code": "N201",
        "severity": "error",
        "message": { "zh": "没有“捌拾”", "en": "nothing is named `捌拾`" },
        "file": "a.pol",
        "line": 2,
        "column": 19,
        "end_line": 2,
        "end_column": 21,
        "labels": [{
            "message": { "zh": "这里", "en": "here" },
            "line": 2,
            "column": 19,
            "end_line": 2,
            "end_column": 21,
        }],
        "help": { "zh": "写数字，例如 80：100% 可行", "en": "write digits, such as 80: 100% fine" },
    }]);
    assert_eq!(json, expected);
}

#[test]
fn github_commands_are_escaped() {
    let commands = render_github(SOURCE, "a,b:c.pol", &[at(SOURCE, "捌拾")], Lang::En);
    let expected = "::error file=a%2Cb%3Ac.pol,line=2,col=19,title=N201 unknown name::\
                    nothing is named `捌拾`%0Ahere%0Awrite digits, such as 80: 100%25 fine\n";
    assert_eq!(commands, expected);
}

#[test]
fn no_problem_renders_nothing() {
    assert_eq!(render_pretty(SOURCE, "a.pol", &[], Lang::Zh, true), "");
    assert_eq!(render_github(SOURCE, "a.pol", &[], Lang::Zh), "");
    assert_eq!(render_json(SOURCE, "a.pol", &[]), serde_json::json!([]));
}

proptest! {
    /// Whatever the text and the places, even places outside it.
    #[test]
    fn every_place_can_be_rendered(
        source in "[甲a1\u{e9}\u{1F600} \t\r\n\u{FEFF}\u{1b}]{0,60}",
        places in prop::collection::vec((0_usize..200, 0_usize..40, any::<bool>()), 1..4),
    ) {
        let mut spans = places.iter().map(|(start, length, _)| Span::new(*start, start + length));
        let mut diagnostic = Diagnostic::error("S101", spans.next().unwrap(), "错", "wrong").help("改", "mend");
        for (span, (_, _, silent)) in spans.zip(places.iter().skip(1)) {
            let words = if *silent { "" } else { "话" };
            diagnostic = diagnostic.and(span, words, words);
        }
        let diagnostics = [diagnostic];
        for lang in [Lang::Zh, Lang::En] {
            let report = render_pretty(&source, "a.pol", &diagnostics, lang, false);
            prop_assert!(report.contains("[a.pol:"), "{}", report);
            prop_assert!(report.ends_with('\n'));
            prop_assert!(!report.contains("Failed"), "{}", report);
            prop_assert_eq!(render_github(&source, "a.pol", &diagnostics, lang).lines().count(), 1);
        }
        let json = render_json(&source, "a.pol", &diagnostics);
        prop_assert!(json[0]["line"].as_u64().unwrap() >= 1);
        prop_assert!(json[0]["end_line"].as_u64() >= json[0]["line"].as_u64());
    }
}
