//! What somebody would write by hand who needs the amounts of one month and nothing else: the csv crate, one thread, and
//! the rules of the Wulong notice, as of 2023-03, as code. Nothing is checked, and no reason is given.
//!
//! Rules belong in policies; this program exists only to be measured against.

use std::path::Path;

const FIRST_DAY: &[u8] = b"2023-03-01";

/// Reads a sheet and writes key, both amounts and their sum.
pub fn run(sheet: &Path, results: &Path) {
    let mut reader = csv::Reader::from_path(sheet).unwrap();
    let mut writer = csv::Writer::from_path(results).unwrap();
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (key, district, level, state, until) =
        (at("编号"), at("户籍区县"), at("残疾等级"), at("证件状态"), at("证件有效期止"));
    let (minimum, destitute, orphan, injured, child) =
        (at("低保"), at("特困供养"), at("孤儿"), at("工伤生活护理费"), at("事实无人抚养"));
    let (elderly, veteran, duty_nursing, duty_living, pension, death) = (
        at("养老服务补贴"),
        at("离休护理费"),
        at("因公致残护理补贴"),
        at("因公致残生活补贴"),
        at("伤残抚恤"),
        at("死亡日期"),
    );
    writer.write_record(["编号", "护理补贴", "生活补贴", "合计"]).unwrap();
    let mut row = csv::ByteRecord::new();
    while reader.read_byte_record(&mut row).unwrap() {
        let is = |column: usize, text: &str| &row[column] == text.as_bytes();
        let money = |column: usize| std::str::from_utf8(&row[column]).unwrap().parse::<i64>().unwrap();
        let eligible = is(district, "武隆区") && is(state, "有效") && &row[until] >= FIRST_DAY;
        let dead = !row[death].is_empty() && &row[death] < FIRST_DAY;
        let excluded = dead || is(destitute, "是") || is(injured, "是");
        let (mut nursing, mut living) = (0, 0);
        if eligible && !excluded {
            nursing = if is(level, "一级") {
                90
            } else if is(level, "二级") {
                80
            } else {
                0
            };
            if is(minimum, "是") && !is(orphan, "是") && !is(child, "全额") {
                living = 80;
            }
        }
        let against_nursing = money(elderly).max(money(veteran)).max(money(duty_nursing));
        let (against_living, against_both) = (money(duty_living), money(pension));
        (nursing, living) = best(nursing, living, against_nursing, against_living, against_both);
        let mut figure = [itoa(nursing), itoa(living), itoa(nursing + living)].into_iter();
        writer.write_field(&row[key]).unwrap();
        writer.write_field(figure.next().unwrap()).unwrap();
        writer.write_field(figure.next().unwrap()).unwrap();
        writer.write_field(figure.next().unwrap()).unwrap();
        writer.write_record(None::<&[u8]>).unwrap();
    }
    writer.flush().unwrap();
}

/// The compatible set worth most; a tie leaves what is drawn already.
fn best(nursing: i64, living: i64, against_nursing: i64, against_living: i64, against_both: i64) -> (i64, i64) {
    if against_nursing + against_living + against_both == 0 {
        return (nursing, living);
    }
    let mut found = (against_nursing + against_living + against_both, (0, 0));
    for (ours, total) in [
        ((nursing, 0), nursing + against_living),
        ((0, living), living + against_nursing),
        ((nursing, living), nursing + living),
    ] {
        if ours != (0, 0) && total > found.0 {
            found = (total, ours);
        }
    }
    found.1
}

fn itoa(number: i64) -> String {
    number.to_string()
}
