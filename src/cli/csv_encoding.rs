//! How CSV files are encoded.

use super::outcome::Failure;
use crate::output::Encoding;
use clap::ValueEnum;

/// For every command that writes CSV.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct CsvEncoding {
    /// csv 的编码；要用 Excel、WPS 打开的写 utf8-bom，不然会是乱码
    ///
    /// utf8 给程序用，管道里也用它；utf8-bom 开头带标记，Excel 认得；gb18030 是国标，老系统多用它或 GBK。
    #[arg(long, value_enum, value_name = "编码", default_value_t = Choice::Utf8)]
    encoding: Choice,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Choice {
    #[default]
    Utf8,
    Utf8Bom,
    Gb18030,
}

impl CsvEncoding {
    pub(super) fn chosen(&self) -> Encoding {
        match self.encoding {
            Choice::Utf8 => Encoding::Utf8,
            Choice::Utf8Bom => Encoding::Utf8Bom,
            Choice::Gb18030 => Encoding::Gb18030,
        }
    }

    /// A CSV file of UTF-8, as it was asked for.
    ///
    /// # Errors
    /// When the encoding lacks one of its characters.
    pub(super) fn encode(&self, csv: Vec<u8>) -> Result<Vec<u8>, Failure> {
        self.chosen().whole(csv).map_err(lacking)
    }
}

/// A character that the encoding lacks.
pub(super) fn lacking(c: char) -> Failure {
    let code = u32::from(c);
    Failure::new(
        format!("结果里有字符 U+{code:04X}，gb18030 写不出来；改用 --encoding utf8-bom"),
        format!("the results have the character U+{code:04X}, which gb18030 lacks; use --encoding utf8-bom"),
    )
}
