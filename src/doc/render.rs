//! Blocks -> text for the terminal, or Markdown.

use super::Block;
use comfy_table::{ContentArrangement, Table, presets};

/// For reading in a terminal of some width.
pub fn text(blocks: &[Block], width: Option<u16>) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Heading(1, title) => text += &format!("{title}\n"),
            Block::Heading(_, title) => text += &format!("\n■ {title}\n"),
            Block::Line(line) => text += &format!("  {line}\n"),
            Block::Item(depth, line) => text += &format!("  {}{} {line}\n", "    ".repeat(usize::from(*depth)), "·"),
            Block::Table { header, rows } => {
                let mut table = Table::new();
                table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
                table.set_width(width.unwrap_or(120));
                table.set_header(header);
                table.add_rows(rows);
                text += &format!("{}\n", table.trim_fmt());
            }
        }
    }
    text
}

/// Markdown.
pub fn markdown(blocks: &[Block]) -> String {
    let mut text = String::new();
    let mut in_list = false;
    for block in blocks {
        let is_item = matches!(block, Block::Item(..));
        if in_list && !is_item {
            text += "\n";
        }
        in_list = is_item;
        match block {
            Block::Heading(level, title) => text += &format!("{} {title}\n\n", "#".repeat(usize::from(*level))),
            Block::Line(line) => text += &format!("{line}\n\n"),
            Block::Item(depth, line) => text += &format!("{}- {line}\n", "  ".repeat(usize::from(*depth))),
            Block::Table { header, rows } => {
                let line = |cells: &[String]| {
                    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
                    format!("| {} |\n", cells.join(" | "))
                };
                text += &line(header);
                text += &line(&vec!["---".to_string(); header.len()]);
                rows.iter().for_each(|row| text += &line(row));
                text += "\n";
            }
        }
    }
    text
}
