//! What was probably meant: the one known name that a text resembles.

use super::numeral::folded;

/// The candidate that resembles `text`, unless several do so equally.
pub(crate) fn closest<'c>(text: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let text = fold(text);
    let mut best: Option<(usize, &str)> = None;
    let mut tie = false;
    for candidate in candidates {
        let Some(distance) = distance(&text, &fold(candidate)) else { continue };
        match best {
            Some((least, _)) if distance > least => {}
            Some((least, _)) if distance == least => tie = true,
            _ => {
                best = Some((distance, candidate));
                tie = false;
            }
        }
    }
    best.filter(|_| !tie).map(|(_, candidate)| candidate)
}

/// How far apart two folded texts are; none when they do not resemble each other.
fn distance(text: &str, candidate: &str) -> Option<usize> {
    if text.is_empty() || candidate.is_empty() {
        return None;
    }
    if text == candidate {
        return Some(0);
    }
    let (length, other) = (text.chars().count(), candidate.chars().count());
    let edits = strsim::damerau_levenshtein(text, candidate);
    let allowed = match length.max(other) {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    let contained = text.contains(candidate) && other >= 2 || candidate.contains(text);
    (edits <= allowed || contained).then_some(edits)
}

/// Without blanks and punctuation; every way to write a small number becomes digits.
fn fold(text: &str) -> String {
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    folded(&plain).to_lowercase()
}
