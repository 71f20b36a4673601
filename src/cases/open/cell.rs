//! A workbook's cell -> the text that a CSV file would have in its place.

use calamine::{Data, ExcelDateTime};

/// The text of a cell. Whole numbers have all their digits and no exponent, so that a damaged identity number shows its
/// zeros; other numbers have the 15 digits that Excel keeps and shows; dates are written 2023-02-23, with the time
/// of day unless it is midnight.
pub(super) fn text(value: Data) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) => text,
        Data::Int(number) => number.to_string(),
        Data::Float(number) => of_number(number),
        Data::Bool(truth) => if truth { "是" } else { "否" }.to_string(),
        Data::DateTime(moment) => of_moment(&moment),
        Data::DateTimeIso(text) => {
            let text = text.replacen('T', " ", 1);
            text.strip_suffix(" 00:00:00").map(str::to_string).unwrap_or(text)
        }
        Data::DurationIso(text) => text,
        Data::Error(error) => error.to_string(),
    }
}

/// Beyond, every number is whole and nothing that an office writes down.
const TOO_LARGE: f64 = 1e21;

pub(super) fn of_number(number: f64) -> String {
    if !number.is_finite() {
        return "#NUM!".to_string();
    }
    if number.abs() >= TOO_LARGE {
        return format!("{number:e}");
    }
    if number.fract() == 0.0 {
        return format!("{}", number + 0.0);
    }
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

fn of_moment(moment: &ExcelDateTime) -> String {
    const LAST_DAY: f64 = 2_958_466.0;
    let value = moment.as_f64();
    if !(0.0..LAST_DAY).contains(&value) {
        return of_number(value);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if moment.is_duration() || value < 1.0 && value > 0.0 {
        return time;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if time == "00:00:00" { date } else { format!("{date} {time}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn numbers_have_all_their_digits() {
        for (number, text) in [
            (80.0, "80"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.3"),
            (80.05, "80.05"),
            (1e-7, "0.0000001"),
            (500_232_196_003_150_000.0, "500232196003150000"),
            (f64::NAN, "#NUM!"),
            (1e300, "1e300"),
        ] {
            assert_eq!(of_number(number), text);
        }
    }

    #[test]
    fn dates_are_written_with_their_year_first() {
        let moment = |value| of_moment(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        assert_eq!(moment(44_980.0), "2023-02-23");
        assert_eq!(moment(44_980.5), "2023-02-23 12:00:00");
        assert_eq!(moment(0.5), "12:00:00");
        assert_eq!(moment(-1.0), "-1");
        assert_eq!(text(Data::DateTimeIso("2023-02-23T00:00:00".to_string())), "2023-02-23");
        assert_eq!(text(Data::DateTimeIso("2023-02-23".to_string())), "2023-02-23");
    }
}
