//! Rewrites what failing examples of a `.pol` file expect into what came out.

use super::run::{Failure, Found, TestResult};
use super::test::Test;
use crate::calendar::Status;
use crate::diagnostic::{Lang, Message};
use crate::explain::amount_text;
use crate::syntax::{Keyword, Span, word};

/// A file's text with new expectations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub source: String,
    /// indices of the tests whose expectations were rewritten
    pub tests: Vec<usize>,
    /// tests that cannot be mended so, and why
    pub refused: Vec<(usize, Message)>,
}

/// Rewrites the outcome of each expectation that failed. A test whose clauses or reasons no longer hold, or that
/// fails for another cause, is refused as a whole: somebody has to look at it.
pub fn accept(source: &str, results: &[(&Test, &TestResult)], keywords: Lang) -> Accepted {
    let (mut edits, mut tests, mut refused): (Vec<(Span, String)>, _, _) = (Vec::new(), Vec::new(), Vec::new());
    for (index, (test, result)) in results.iter().enumerate() {
        let TestResult::Failed(failures) = result else { continue };
        match failures.iter().map(|failure| edit(test, failure, keywords)).collect::<Result<Vec<_>, _>>() {
            Ok(own) => {
                edits.extend(own);
                tests.push(index);
            }
            Err(why) => refused.push((index, why)),
        }
    }
    // from the end, so that the places before stay what they are
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = source.to_string();
    for (span, outcome) in edits {
        if text.get(span.range()).is_some() {
            text.replace_range(span.range(), &outcome);
        }
    }
    Accepted { source: text, tests, refused }
}

fn edit(test: &Test, failure: &Failure, keywords: Lang) -> Result<(Span, String), Message> {
    let refuse = |zh: String, en: String| Err(Message::new(zh, en));
    let (expected, found) = match failure {
        Failure::Differs { expected, found } => (expected, found),
        Failure::BreaksPromise { .. } => {
            return refuse(
                "断言不成立，先改规则或断言".to_string(),
                "a promise does not hold; mend that first".to_string(),
            );
        }
        _ => return refuse("它没有运行，先改好".to_string(), "it was not run; mend that first".to_string()),
    };
    let Some(expected) = test.expected.get(*expected) else {
        return refuse("没有这一项预期".to_string(), "there is no such expectation".to_string());
    };
    let benefit = &expected.benefit;
    if !found.uncited.is_empty() {
        let clauses = found.uncited.join("、");
        return refuse(
            format!("{benefit}的依据 {clauses} 不再成立，请核实后自己改"),
            format!("{benefit} no longer rests on {clauses}; look at it and change it yourself"),
        );
    }
    if found.unsaid {
        return refuse(
            format!("{benefit}的理由不再是所写的，请核实后自己改"),
            format!("the reason for {benefit} is no longer as written; look at it and change it yourself"),
        );
    }
    Ok((expected.outcome_span, outcome(found, keywords)))
}

/// The outcome as an example writes it.
fn outcome(found: &Found, keywords: Lang) -> String {
    let keyword = |keyword| word(keyword, keywords);
    match found.benefit.status {
        Status::Entitled => format!(
            "{} {} {}",
            keyword(Keyword::kw_is),
            amount_text(found.benefit.amount.lo),
            keyword(Keyword::kw_t_monthly)
        ),
        Status::NotEntitled => keyword(Keyword::kw_not_entitled).to_string(),
        Status::Undetermined => keyword(Keyword::kw_pending).to_string(),
    }
}
