//! A wide sheet of invented people, as long as wanted: 19 columns, about 110 bytes a row, the same every time.

use std::io::{BufWriter, Write};
use std::path::Path;

pub const HEADER: &str = "编号,身份证号,户籍区县,残疾等级,证件状态,证件有效期止,低保,特困供养,孤儿,工伤生活护理费,事实无人抚养,养老服务补贴,离休护理费,因公致残生活补贴,因公致残护理补贴,伤残抚恤,刑种,死亡日期,就学迁户";

/// A row of numbers that look random (xorshift, Marsaglia 2003).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// So many in a thousand.
    fn happens(&mut self, in_thousand: u64) -> bool {
        self.below(1000) < in_thousand
    }

    fn of<'t>(&mut self, choices: &[&'t str]) -> &'t str {
        choices[self.below(choices.len() as u64) as usize]
    }

    fn day(&mut self, from: u64, until: u64) -> String {
        let year = from + self.below(until - from + 1);
        format!("{year}-{:02}-{:02}", 1 + self.below(12), 1 + self.below(28))
    }
}

/// The check character of GB 11643.
fn check(digits: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    char::from(b"10X98765432"[(sum % 11) as usize])
}

/// Writes a sheet of so many people, unless there is one.
pub fn write(path: &Path, people: usize) {
    if path.exists() {
        return;
    }
    let begun = path.with_extension("begun");
    let mut out = BufWriter::with_capacity(1 << 20, std::fs::File::create(&begun).unwrap());
    let mut chance = Chance(20_230_223);
    writeln!(out, "{HEADER}").unwrap();
    for person in 0..people {
        let yes = |chance: &mut Chance, in_thousand: u64| if chance.happens(in_thousand) { "是" } else { "否" };
        let birth = chance.day(1936, 1999).replace('-', "");
        // people whose numbers would be the same get another district
        let district = 500_101 + (person as u64 / 900) % 57;
        let digits = format!("{district}{birth}{:03}", person % 900 + 100);
        let district =
            if chance.happens(30) { chance.of(&["涪陵区", "彭水县", "丰都县"]) } else { "武隆区" };
        let level = chance.of(&["一级", "二级", "二级", "三级", "三级", "四级"]);
        let state = if chance.happens(25) { chance.of(&["冻结", "注销"]) } else { "有效" };
        let until = chance.day(2021, 2032);
        let (minimum, destitute) = (yes(&mut chance, 550), yes(&mut chance, 60));
        let (orphan, injured) = (yes(&mut chance, 8), yes(&mut chance, 5));
        let child = if chance.happens(6) { chance.of(&["全额", "补差"]) } else { "无" };
        let elderly = if chance.happens(90) { chance.of(&["60", "80", "90", "200"]) } else { "0" };
        let veteran = if chance.happens(4) { chance.of(&["100", "300"]) } else { "0" };
        let duty_living = if chance.happens(4) { "100" } else { "0" };
        let duty_nursing = if chance.happens(4) { "60" } else { "0" };
        let pension = if chance.happens(12) { chance.of(&["120", "170", "600"]) } else { "0" };
        let death = if chance.happens(35) { chance.day(2021, 2023) } else { String::new() };
        writeln!(
            out,
            "WL{person:07},{digits}{},{district},{level},{state},{until},{minimum},{destitute},{orphan},{injured},{child},{elderly},{veteran},{duty_living},{duty_nursing},{pension},无,{death},否",
            check(&digits)
        )
        .unwrap();
    }
    out.flush().unwrap();
    std::fs::rename(begun, path).unwrap();
}
