//! Small numbers in every script: `一级`, `1级`, `Ⅰ级`, `I级`, `壹级` and `①级` -> one text, `1级`.

/// The text with every numeral up to 99 in digits and without blanks. What may be no numeral stays: letters that touch
/// others, several digits in a row such as `一二`, scripts mixed.
pub(super) fn folded(text: &str) -> String {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut result = String::with_capacity(text.len());
    let mut rest = characters.as_slice();
    while let Some(first) = rest.first() {
        let script = Script::of(*first);
        let length = rest.iter().take_while(|c| Script::of(**c) == script).count();
        let (run, after) = rest.split_at(length);
        let before = result.chars().next_back();
        let alone = !touches(script, before) && !touches(script, after.first().copied());
        match number(script, run).filter(|_| alone) {
            Some(number) => result.push_str(&number.to_string()),
            None => result.extend(run),
        }
        rest = after;
    }
    result
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// 一 to 十, and as on cheques 壹 to 拾
    Chinese,
    Digits,
    /// characters of their own such as Ⅳ
    Roman,
    /// I, V and X
    Letters,
    /// ① to ⑳
    Circled,
    None,
}

impl Script {
    fn of(c: char) -> Script {
        match c {
            '0'..='9' => Script::Digits,
            'I' | 'V' | 'X' => Script::Letters,
            '\u{2160}'..='\u{216B}' | '\u{2170}'..='\u{217B}' => Script::Roman,
            '\u{2460}'..='\u{2473}' => Script::Circled,
            c if chinese(c).is_some() => Script::Chinese,
            _ => Script::None,
        }
    }
}

/// Whether a neighbour leaves it open where the numeral ends.
fn touches(script: Script, neighbour: Option<char>) -> bool {
    neighbour.is_some_and(|c| match script {
        Script::Letters => c.is_ascii_alphanumeric(),
        _ => Script::of(c) != Script::None || c == '.',
    })
}

fn number(script: Script, run: &[char]) -> Option<u32> {
    match (script, run) {
        (Script::Chinese, run) => of_chinese(run),
        (Script::Digits, ['0', _, ..]) => None,
        (Script::Digits, [_] | [_, _]) => run.iter().try_fold(0, |number, c| Some(number * 10 + c.to_digit(10)?)),
        (Script::Letters, run) => {
            const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
            let run: String = run.iter().collect();
            ROMAN.iter().position(|roman| *roman == run).and_then(|index| u32::try_from(index + 1).ok())
        }
        (Script::Roman, [c @ '\u{2160}'..='\u{216B}']) => Some(*c as u32 - 0x2160 + 1),
        (Script::Roman, [c]) => Some(*c as u32 - 0x2170 + 1),
        (Script::Circled, [c]) => Some(*c as u32 - 0x2460 + 1),
        _ => None,
    }
}

/// One digit, or with 十: 十, 十二, 二十, 二十一.
fn of_chinese(run: &[char]) -> Option<u32> {
    const TEN: u32 = 10;
    let digit = |c: char| chinese(c).filter(|value| *value < TEN);
    let ten = |c: char| chinese(c) == Some(TEN);
    match *run {
        [only] => chinese(only),
        [first, second] if ten(first) => digit(second).filter(|unit| *unit > 0).map(|unit| TEN + unit),
        [first, second] if ten(second) => digit(first).filter(|tens| *tens > 1).map(|tens| tens * TEN),
        [first, second, third] if ten(second) => Some(digit(first)? * TEN + digit(third).filter(|unit| *unit > 0)?),
        _ => None,
    }
}

fn chinese(c: char) -> Option<u32> {
    const FORMS: [&str; 11] = ["零〇", "一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖", "十拾"];
    FORMS.iter().position(|forms| forms.contains(c)).and_then(|value| u32::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn one_number_in_every_script() {
        for text in ["一级", "1级", "Ⅰ级", "ⅰ级", "I级", "壹级", "①级", "一 级"] {
            assert_eq!(folded(text), "1级", "{text}");
        }
        for text in ["十二", "拾贰", "12", "Ⅻ", "XII", "⑫"] {
            assert_eq!(folded(text), "12", "{text}");
        }
        for (text, number) in [("十", "10"), ("二十", "20"), ("二十一类", "21类"), ("零", "0"), ("IV", "4")] {
            assert_eq!(folded(text), number);
        }
    }

    #[test]
    fn what_may_be_no_numeral_stays() {
        for text in ["一二级", "01级", "IC卡", "MIX", "一1", "十十", "一十", "1.5级", "IIII", "123", "二〇二三"]
        {
            assert_eq!(folded(text), text, "{text}");
        }
    }
}
