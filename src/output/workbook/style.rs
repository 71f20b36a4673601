//! How cells of a workbook look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// A cell that is 待核实.
const OPEN_FILL: Color = Color::RGB(0x00FF_C7CE);
const OPEN_INK: Color = Color::RGB(0x009C_0006);
/// A row with findings.
const FOUND_FILL: Color = Color::RGB(0x00FD_E9E7);
const HEADER_FILL: Color = Color::RGB(0x00D9_E1F2);

/// Whether something was found about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Found,
}

/// The looks of one kind of row.
#[derive(Debug)]
pub(super) struct RowStyle {
    pub(super) text: Format,
    /// stays a text when somebody types over it, so that a number of identity keeps its digits
    pub(super) code: Format,
    /// whole numbers
    pub(super) whole: Format,
    /// yuan with jiao and fen
    pub(super) cents: Format,
    /// 待核实
    pub(super) open: Format,
}

#[derive(Debug)]
pub(super) struct Styles {
    pub(super) header: Format,
    pub(super) title: Format,
    plain: RowStyle,
    found: RowStyle,
}

impl Styles {
    pub(super) fn new() -> Styles {
        let header = Format::new()
            .set_bold()
            .set_background_color(HEADER_FILL)
            .set_border_bottom(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        let plain = Format::new();
        let found = Format::new().set_background_color(FOUND_FILL);
        Styles { header, title: Format::new().set_bold(), plain: row(&plain), found: row(&found) }
    }

    pub(super) fn of(&self, look: Look) -> &RowStyle {
        match look {
            Look::Plain => &self.plain,
            Look::Found => &self.found,
        }
    }
}

fn row(base: &Format) -> RowStyle {
    RowStyle {
        text: base.clone(),
        code: base.clone().set_num_format("@"),
        whole: base.clone().set_num_format("0"),
        cents: base.clone().set_num_format("0.00"),
        open: base.clone().set_background_color(OPEN_FILL).set_font_color(OPEN_INK),
    }
}
