//! Which sheet of a workbook is read, and what there is to say about it.

use super::finding::{Finding, Findings, RowUnit, Severity};
use super::open::{Merged, SheetGrid, Unopened};
use super::similar::closest;
use super::text::clean;
use super::unreadable::Unreadable;
use crate::diagnostic::Message;

/// How many rows that are not blank are searched for the header.
const HEADER_SEARCH: usize = 30;

/// What a sheet is wanted for.
pub(super) struct Wanted<'w> {
    pub(super) file: &'w str,
    /// the name that the user gave
    pub(super) sheet: Option<&'w str>,
    /// names that a sheet should rather have: of the register
    pub(super) rather: &'w [&'w str],
    /// a header tells whom a row is about
    pub(super) is_key: &'w dyn Fn(&str) -> bool,
    /// the key's header
    pub(super) key: Option<&'w str>,
}

/// A sheet and the name that messages use.
pub(super) struct Picked {
    pub(super) name: String,
    pub(super) sheet: SheetGrid,
}

/// The words for every sheet that fits.
fn is_all(name: &str) -> bool {
    matches!(name, "全部" | "all")
}

impl Wanted<'_> {
    fn unopened(&self, why: Unopened) -> Unreadable {
        Unreadable::Unopened { file: self.file.to_string(), why }
    }

    fn fits(&self, sheet: &SheetGrid) -> bool {
        header(sheet, self.is_key).is_some()
    }

    /// The sheet to read; several when all are asked for.
    pub(super) fn pick(
        &self,
        mut sheets: Vec<SheetGrid>,
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<Picked>, Unreadable> {
        sheets.retain(|sheet| !sheet.is_blank());
        let chosen = self.chosen(&sheets)?;
        let only = sheets.len() == 1;
        let (mut picked, mut others) = (Vec::new(), Vec::new());
        for (index, mut sheet) in sheets.into_iter().enumerate() {
            if !chosen.contains(&index) {
                others.push(shown(&sheet));
                continue;
            }
            let name = if only { self.file.to_string() } else { name_of(self.file, &sheet.name) };
            remark(&name, &mut sheet, self.is_key, findings);
            picked.push(Picked { name, sheet });
        }
        if !others.is_empty() {
            findings.push(not_read(self.file, &others));
        }
        Ok(picked)
    }

    fn chosen(&self, sheets: &[SheetGrid]) -> Result<Vec<usize>, Unreadable> {
        let all = || sheets.iter().enumerate();
        let names = || sheets.iter().map(shown).collect::<Vec<_>>();
        let fitting: Vec<usize> =
            all().filter(|(_, sheet)| !sheet.hidden && self.fits(sheet)).map(|(index, _)| index).collect();
        match self.sheet {
            Some(name) if !is_all(name) || all().any(|(_, sheet)| sheet.name == name) => {
                let found = all().find(|(_, sheet)| clean(&sheet.name) == clean(name));
                return found.map(|(index, _)| vec![index]).ok_or_else(|| {
                    let near =
                        closest(&clean(name), sheets.iter().map(|sheet| sheet.name.as_str())).map(str::to_string);
                    self.unopened(Unopened::NoSuchSheet { sheet: name.to_string(), known: names(), near })
                });
            }
            Some(_) if !fitting.is_empty() => return Ok(fitting),
            _ => {}
        }
        let is_rather = |index: &&usize| {
            let name = sheets.get(**index).map(|sheet| clean(&sheet.name));
            self.rather.iter().any(|rather| name.as_deref() == Some(&*clean(rather)))
        };
        if let Some(index) = fitting.iter().find(is_rather) {
            return Ok(vec![*index]);
        }
        let visible: Vec<usize> = all().filter(|(_, sheet)| !sheet.hidden).map(|(index, _)| index).collect();
        match (fitting.as_slice(), visible.as_slice()) {
            ([only], _) | ([], [only]) => Ok(vec![*only]),
            ([], _) => {
                let key = self.key.map(str::to_string);
                Err(self.unopened(Unopened::NoSheet { key, sheets: names() }))
            }
            (several, _) => {
                let sheets = several.iter().filter_map(|index| Some(sheets.get(*index)?.name.clone())).collect();
                Err(self.unopened(Unopened::SeveralSheets { sheets }))
            }
        }
    }
}

/// `名单.xlsx〔凤山街道〕`
pub(super) fn name_of(file: &str, sheet: &str) -> String {
    format!("{file}〔{sheet}〕")
}

fn shown(sheet: &SheetGrid) -> String {
    if sheet.hidden { format!("{}（隐藏）", sheet.name) } else { sheet.name.clone() }
}

/// Where the header is among the rows, and which of its columns tell whom a row is about.
fn header(sheet: &SheetGrid, is_key: &dyn Fn(&str) -> bool) -> Option<(usize, Vec<usize>)> {
    let rows = sheet.grid.rows.iter().take(HEADER_SEARCH).enumerate();
    let mut keys = rows.map(|(index, (_, cells))| {
        let keys = cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty() && is_key(&clean(cell)));
        (index, keys.map(|(column, _)| column).collect::<Vec<_>>())
    });
    keys.find(|(_, keys)| !keys.is_empty())
}

/// Says which sheets are left out.
pub(super) fn not_read(file: &str, others: &[String]) -> Finding {
    let mut findings = Findings::new(file, RowUnit::Row);
    let message = Message::new(
        format!("还有工作表没有读取：{}", others.join("、")),
        format!("sheets that were not read: {}", others.join(", ")),
    );
    findings.add("D731", Severity::Notice, None, message).clone()
}

/// Fills merged cells of people's rows, and reports them and formulas without a result.
pub(super) fn remark(name: &str, sheet: &mut SheetGrid, is_key: &dyn Fn(&str) -> bool, findings: &mut Vec<Finding>) {
    let (from, keys) = header(sheet, is_key).map_or((0, Vec::new()), |(index, keys)| (index + 1, keys));
    let merged = merged_over_people(sheet, from, &keys);
    let mut found = Findings::new(name, RowUnit::Row);
    if let Some(first) = merged.first() {
        let (count, row) = (merged.len(), first.rows.0);
        let message = Message::new(
            format!("有 {count} 处合并的单元格（首先在第 {row} 行），每一格都按同一个值读取"),
            format!("merged cells: {count} (row {row} first); each of them was read as having the same value"),
        );
        let finding = found.add("D732", Severity::Warning, None, message);
        finding.help = Some(Message::new("取消合并，每一格各写各的", "unmerge them and fill in every cell"));
    }
    if let Some((row, _)) = sheet.uncalculated.first() {
        let count = sheet.uncalculated.len();
        let message = Message::new(
            format!("有 {count} 格公式没有存下结果（首先在第 {row} 行），按 #N/A 处理"),
            format!("formulas without a saved result: {count} (row {row} first); they are taken as #N/A"),
        );
        let finding = found.add("D733", Severity::Warning, None, message);
        finding.help = Some(Message::new(
            "用 Excel 或 WPS 打开一次再保存，或把公式粘贴成数值",
            "open and save it in Excel or WPS, or paste the formulas as values",
        ));
    }
    findings.append(&mut found.list);
}

/// Merged cells that reach over rows of several people, or over several cells of one.
fn merged_over_people(sheet: &mut SheetGrid, from: usize, keys: &[usize]) -> Vec<Merged> {
    let SheetGrid { grid, merged, .. } = sheet;
    let Some(below) = grid.rows.get_mut(from..) else { return Vec::new() };
    let mut found = Vec::new();
    for region in merged.iter() {
        let first = below.partition_point(|(row, _)| *row < region.rows.0);
        let covered =
            below.get_mut(first..).unwrap_or_default().iter_mut().take_while(|(row, _)| *row <= region.rows.1);
        let over_key = keys.iter().any(|key| (region.columns.0..=region.columns.1).contains(key));
        let mut people = 0;
        for (_, cells) in covered {
            let named = |key: &usize| cells.get(*key).is_some_and(|cell| !cell.is_empty());
            let value = cells.get(region.columns.0).cloned().unwrap_or_default();
            if value.is_empty() || !keys.iter().any(named) {
                continue;
            }
            people += 1;
            if !over_key {
                let across = cells.iter_mut().take(region.columns.1 + 1).skip(region.columns.0 + 1);
                across.for_each(|cell| value.clone_into(cell));
            }
        }
        if people > 1 || people == 1 && region.columns.0 < region.columns.1 && !over_key {
            found.push(*region);
        }
    }
    found
}
