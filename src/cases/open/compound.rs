//! The compound file that an old workbook is: finds one of its streams, and writes a file with only that stream.
//!
//! A library that reads such files trusts the sizes within. So the stream is taken out here, looked through, and given
//! to it in a file that is known to be sound.

/// Marks in the table of sectors.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
const OF_TABLE: u32 = 0xFFFF_FFFD;

/// A compound file.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    /// the stream in which small streams lie
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    length: usize,
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

fn int(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

fn ints(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|bytes| bytes.try_into().ok().map(u32::from_le_bytes))
}

impl<'b> Compound<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Option<Compound<'b>> {
        let sector = match short(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Compound {
            bytes,
            sector,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        let mut sectors: Vec<u32> = ints(bytes.get(76..512)?).collect();
        let (mut next, mut left) = (int(bytes, 68)?, bytes.len() / sector + 1);
        while next < LAST_SECTOR {
            left = left.checked_sub(1)?;
            sectors.extend(ints(file.sector(next)?));
            next = sectors.pop()?;
        }
        let mut table = Vec::new();
        for id in sectors.into_iter().filter(|id| *id < LAST_SECTOR).take(bytes.len() / sector + 1) {
            table.extend(ints(file.sector(id)?));
        }
        file.table = table;
        let directory = file.chain(int(bytes, 48)?, usize::MAX)?;
        file.entries = directory.chunks_exact(128).filter_map(entry).collect();
        if int(bytes, 64)? > 0 {
            file.small_table = ints(&file.chain(int(bytes, 60)?, usize::MAX)?).collect();
            let root = file.entries.first()?;
            file.small = file.chain(root.start, root.length)?;
        }
        Some(file)
    }

    fn sector(&self, id: u32) -> Option<&'b [u8]> {
        let start = usize::try_from(id).ok()?.checked_add(1)?.checked_mul(self.sector)?;
        // the last sector of a file is cut off now and then
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end)
    }

    /// The bytes of a chain of sectors, at most `length`.
    fn chain(&self, mut id: u32, length: usize) -> Option<Vec<u8>> {
        let (mut chain, mut left) = (Vec::new(), self.bytes.len() / self.sector + 1);
        while id < LAST_SECTOR && chain.len() < length {
            left = left.checked_sub(1)?;
            chain.extend_from_slice(self.sector(id)?);
            id = *self.table.get(usize::try_from(id).ok()?)?;
        }
        chain.truncate(length);
        Some(chain)
    }

    fn small_chain(&self, mut id: u32, length: usize) -> Option<Vec<u8>> {
        const SECTOR: usize = 64;
        let (mut chain, mut left) = (Vec::new(), self.small.len() / SECTOR + 1);
        while id < LAST_SECTOR && chain.len() < length {
            left = left.checked_sub(1)?;
            let index = usize::try_from(id).ok()?;
            let start = index.checked_mul(SECTOR)?;
            chain.extend_from_slice(self.small.get(start..(start + SECTOR).min(self.small.len()))?);
            id = *self.small_table.get(index)?;
        }
        chain.truncate(length);
        Some(chain)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        const SMALL: usize = 4096;
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        if entry.length < SMALL {
            self.small_chain(entry.start, entry.length)
        } else {
            self.chain(entry.start, entry.length)
        }
    }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let units = bytes.get(..64)?.chunks_exact(2).filter_map(|unit| unit.try_into().ok().map(u16::from_le_bytes));
    let name = char::decode_utf16(units.take_while(|unit| *unit != 0)).map(|c| c.unwrap_or('?')).collect();
    // the upper half of the length is often rubbish in files of small sectors
    Some(Entry { name, start: int(bytes, 116)?, length: usize::try_from(int(bytes, 120)?).ok()? })
}

/// A compound file with one stream.
pub(super) fn write(name: &str, mut stream: Vec<u8>) -> Option<Vec<u8>> {
    const SECTOR: usize = 4096;
    const IN_SECTOR: usize = SECTOR / 4;
    // what is longer would need a table of tables
    const MOST: usize = 109;
    stream.resize(stream.len().max(SECTOR), 0);
    let length = stream.len();
    stream.resize(length.next_multiple_of(SECTOR), 0);
    let of_stream = stream.len() / SECTOR;
    let of_table = (1..=MOST).find(|count| count * IN_SECTOR > of_stream + count)?;
    let number = |value: usize| u32::try_from(value).unwrap_or(FREE);
    let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    file.resize(24, 0);
    for value in [0x3E_u16, 4, 0xFFFE, 12, 6] {
        file.extend(value.to_le_bytes());
    }
    file.resize(40, 0);
    // sectors of the directory and of the table, where the directory is, no small streams, no further tables
    let directory = number(of_table);
    for value in [1, number(of_table), directory, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0] {
        file.extend(value.to_le_bytes());
    }
    let tables = (0..MOST).map(|index| if index < of_table { number(index) } else { FREE });
    tables.for_each(|sector| file.extend(sector.to_le_bytes()));
    file.resize(SECTOR, 0);
    let first = of_table + 1;
    let chain = (1..=of_stream).map(|index| if index == of_stream { END_OF_CHAIN } else { number(first + index) });
    let table = std::iter::repeat_n(OF_TABLE, of_table).chain([END_OF_CHAIN]).chain(chain);
    let table = table.chain(std::iter::repeat(FREE)).take(of_table * IN_SECTOR);
    table.for_each(|entry| file.extend(entry.to_le_bytes()));
    for (name, kind, start, length) in [("Root Entry", 5, END_OF_CHAIN - 1, 0), (name, 2, number(first), length)] {
        let begin = file.len();
        name.encode_utf16().for_each(|unit| file.extend(unit.to_le_bytes()));
        let name_length = u16::try_from(file.len() - begin + 2).ok()?;
        file.resize(begin + 64, 0);
        file.extend(name_length.to_le_bytes());
        file.extend([kind, 1]);
        for value in [FREE, FREE, if kind == 5 { 1 } else { FREE }] {
            file.extend(value.to_le_bytes());
        }
        file.resize(begin + 116, 0);
        file.extend(start.to_le_bytes());
        file.extend(u64::try_from(length).ok()?.to_le_bytes());
    }
    file.resize((of_table + 2) * SECTOR, 0);
    file.extend(stream);
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for length in [1, 4096, 5000, 5_000_000] {
            let stream: Vec<u8> = (0..length).map(|index: usize| (index % 251) as u8).collect();
            let file = write("Workbook", stream.clone()).unwrap();
            let read = Compound::open(&file).unwrap().stream("workbook").unwrap();
            assert_eq!(read[..length], stream);
        }
    }
}
