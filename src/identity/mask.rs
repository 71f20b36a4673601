//! Personal numbers -> a form that may be shown: the first six and the last four characters.

/// `110105********002X`. Text with fewer than six digits is no personal number and stays as it is.
pub fn mask(text: &str) -> String {
    let length = text.chars().count();
    if text.chars().filter(|c| c.is_numeric()).count() < 6 {
        return text.to_string();
    }
    let (head, tail) = if length > 10 { (6, 4) } else { (2, 0) };
    text.chars().enumerate().map(|(index, c)| if index < head || index + tail >= length { c } else { '*' }).collect()
}

/// Whether a text may be a personal number, wherever it stands: it has as many digits.
pub fn looks_personal(text: &str) -> bool {
    const SHORTEST: usize = 15;
    text.chars().filter(char::is_ascii_digit).count() >= SHORTEST
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn the_middle_is_hidden() {
        assert_eq!(mask("11010519491231002X"), "110105********002X");
        assert_eq!(mask("11010519491231002X42"), "110105**********2X42");
        assert_eq!(mask("1101051949"), "11********");
        assert_eq!(mask("无"), "无");
    }
}
