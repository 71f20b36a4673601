//! The package that a modern workbook is (zip): its members, and what they really unpack to, before a library that
//! trusts them is given the file.

use super::limits::{ALWAYS_UNPACKED, MEMBERS, RATIO, WORKBOOK_BYTES};
use super::unopened::{Damaged, Limited, Unopened};
use flate2::read::DeflateDecoder;
use std::io::Read;

/// One member: its name and the bytes as they are packed.
pub(super) struct Member<'b> {
    pub(super) name: String,
    data: &'b [u8],
    deflated: bool,
}

const DAMAGED: Unopened = Unopened::Damaged(Damaged::Workbook);

/// Reads the directory of a package.
pub(super) fn members(bytes: &[u8]) -> Result<Vec<Member<'_>>, Unopened> {
    let (count, mut at) = directory(bytes).ok_or(DAMAGED)?;
    if count > MEMBERS {
        return Err(DAMAGED);
    }
    let mut members = Vec::with_capacity(count);
    for _ in 0..count {
        let (member, next) = member(bytes, at).ok_or(DAMAGED)?;
        members.push(member);
        at = next;
    }
    Ok(members)
}

/// How many members there are, and where the first is listed.
fn directory(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = memchr::memmem::rfind(bytes, b"PK\x05\x06")?;
    let (count, at) = (short(bytes, end + 10)?, int(bytes, end + 16)?);
    if count < 0xFFFF && at < 0xFFFF_FFFF {
        return Some((count, at));
    }
    // more than 4 GiB, or written as if it might become so
    let locator = end.checked_sub(20).filter(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(b"PK\x06\x07")));
    let end = long(bytes, locator? + 8)?;
    bytes.get(end..)?.starts_with(b"PK\x06\x06").then_some(())?;
    Some((long(bytes, end.checked_add(32)?)?, long(bytes, end.checked_add(48)?)?))
}

fn member(bytes: &[u8], at: usize) -> Option<(Member<'_>, usize)> {
    let entry = bytes.get(at..)?;
    entry.starts_with(b"PK\x01\x02").then_some(())?;
    let (name_length, extra_length) = (short(entry, 28)?, short(entry, 30)?);
    let name = String::from_utf8_lossy(entry.get(46..46 + name_length)?).into_owned();
    let extra = entry.get(46 + name_length..46 + name_length + extra_length)?;
    let (mut packed, mut start) = (int(entry, 20)?, int(entry, 42)?);
    if let Some(wide) = field(extra, 1) {
        // of the sizes and the place, those that do not fit into 32 bits, in this order
        let mut next = 0;
        let mut replace = |value: &mut usize| {
            if *value == 0xFFFF_FFFF {
                *value = long(wide, next)?;
                next += 8;
            }
            Some(())
        };
        replace(&mut int(entry, 24)?)?;
        replace(&mut packed)?;
        replace(&mut start)?;
    }
    let local = bytes.get(start..)?;
    local.starts_with(b"PK\x03\x04").then_some(())?;
    let data = 30 + short(local, 26)? + short(local, 28)?;
    let data = local.get(data..data.checked_add(packed)?)?;
    let deflated = match short(entry, 10)? {
        0 => false,
        8 => true,
        _ => return None,
    };
    let next = at.checked_add(46 + name_length + extra_length + short(entry, 32)?)?;
    Some((Member { name, data, deflated }, next))
}

/// A field of the extra part.
fn field(mut extra: &[u8], wanted: usize) -> Option<&[u8]> {
    loop {
        let (id, length) = (short(extra, 0)?, short(extra, 2)?);
        let data = extra.get(4..4 + length)?;
        if id == wanted {
            return Some(data);
        }
        extra = extra.get(4 + length..)?;
    }
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    let value = bytes.iter().rev().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    usize::try_from(value).ok()
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    number(bytes, at, 2)
}

fn int(bytes: &[u8], at: usize) -> Option<usize> {
    number(bytes, at, 4)
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    number(bytes, at, 8)
}

/// Counts what is unpacked.
#[derive(Default)]
pub(super) struct Budget {
    packed: u64,
    unpacked: u64,
}

impl Member<'_> {
    /// Unpacks a member, giving its bytes to `look` piece by piece.
    pub(super) fn unpack(
        &self,
        budget: &mut Budget,
        mut look: impl FnMut(&[u8]) -> Result<(), Unopened>,
    ) -> Result<(), Unopened> {
        let mut data = self.data;
        let mut reader: Box<dyn Read> =
            if self.deflated { Box::new(DeflateDecoder::new(data)) } else { Box::new(&mut data) };
        budget.packed += u64::try_from(self.data.len()).unwrap_or(u64::MAX);
        let most = ALWAYS_UNPACKED.max(budget.packed.saturating_mul(RATIO)).min(WORKBOOK_BYTES);
        let mut piece = vec![0; 64 << 10];
        loop {
            let count = reader.read(&mut piece).map_err(|_| DAMAGED)?;
            if count == 0 {
                return Ok(());
            }
            budget.unpacked += u64::try_from(count).unwrap_or(u64::MAX);
            if budget.unpacked > most {
                return Err(Unopened::Beyond { what: Limited::Unpacked, most: most >> 20 });
            }
            look(piece.get(..count).unwrap_or_default())?;
        }
    }
}
