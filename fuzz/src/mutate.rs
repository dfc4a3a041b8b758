//! Changes to a text that keep it nearly a program: whole groups and statements are moved, not single bytes.

use std::ops::Range;

/// What a token is, as far as a change must know.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Number,
    Open,
    Close,
    Other,
}

/// Forms that a group or statement is put into.
const AROUND: [(&str, &str); 12] = [
    ("{ ", " }"),
    ("(", ")"),
    ("loop { ", " }"),
    ("if x { ", " }"),
    ("for _ in 0..3 { ", " }"),
    ("|| { ", " }"),
    ("m!(", ")"),
    ("macro_rules! m { () => { ", " } }"),
    ("mod inner { ", " }"),
    ("async { ", " }"),
    ("match () { _ => { ", " } }"),
    ("#[cfg(any())] ", ""),
];

const NUMBERS: [&str; 10] = [
    "0",
    "1",
    "-1",
    "255",
    "u32::MAX",
    "0xFFFF_FFFF",
    "1_000_000",
    "18446744073709551615",
    "1e9",
    "340282366920938463463374607431768211456",
];

/// What a fuzzer asks for: changes the first `size` bytes of `data`, and says how many there are then. Every other time, and where the
/// bytes are no text, `by_bytes` does it.
pub fn either(data: &mut [u8], size: usize, most: usize, seed: u32, by_bytes: fn(&mut [u8], usize, usize) -> usize) -> usize {
    if seed.is_multiple_of(2)
        && let Some(text) = data.get(..size).and_then(|text| std::str::from_utf8(text).ok())
        && let Some(text) = mutated(text, seed / 2)
        && text.len() <= most
        && let Some(place) = data.get_mut(..text.len())
    {
        place.copy_from_slice(text.as_bytes());
        return text.len();
    }
    by_bytes(data, size, most)
}

/// A text with one to four changes that `seed` chooses; `None` where there is nothing to change.
pub fn mutated(text: &str, seed: u32) -> Option<String> {
    let mut random = Random(u64::from(seed) << 1 | 1);
    let mut text = text.to_owned();
    for _ in 0..1 + random.below(4) {
        text = changed(&text, &mut random)?;
    }
    Some(text)
}

fn changed(text: &str, random: &mut Random) -> Option<String> {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return None;
    }
    let at = random.below(tokens.len());
    let part = part(text, &tokens, at);
    let other = self::part(text, &tokens, random.below(tokens.len()));
    let written = text[part.clone()].to_owned();
    let spliced = |range: Range<usize>, with: &str| format!("{}{with}{}", &text[..range.start], &text[range.end..]);
    Some(match random.below(8) {
        0 => spliced(part, ""),
        1 => spliced(part.end..part.end, &format!(" {written}")),
        2 => spliced(other.start..other.start, &format!("{written} ")),
        3 => spliced(other, &written),
        4 => {
            let (before, after) = AROUND[random.below(AROUND.len())];
            spliced(part, &format!("{before}{written}{after}"))
        }
        5 => {
            let numbers: Vec<_> = tokens.iter().filter(|token| token.0 == Kind::Number).collect();
            let token = numbers.get(random.below(numbers.len().max(1)))?;
            spliced(token.1.clone(), NUMBERS[random.below(NUMBERS.len())])
        }
        _ => {
            // One word in the place of another.
            let words: Vec<_> = tokens.iter().filter(|token| token.0 == Kind::Word).collect();
            let (to, from) = (words.get(random.below(words.len().max(1)))?, words.get(random.below(words.len().max(1)))?);
            spliced(to.1.clone(), &text[from.1.clone()])
        }
    })
}

/// A group that begins at the token, or the statement or element that it stands in.
fn part(text: &str, tokens: &[(Kind, Range<usize>)], at: usize) -> Range<usize> {
    let is = |index: usize, marks: &[char]| text[tokens[index].1.clone()].starts_with(marks);
    let mut start = at;
    if tokens[at].0 != Kind::Open {
        while start > 0 && tokens[start - 1].0 != Kind::Open && !is(start - 1, &[';', '}', ',']) {
            start -= 1;
        }
    }
    let (mut end, mut depth) = (start, 0_usize);
    while end < tokens.len() {
        match tokens[end].0 {
            Kind::Open => depth += 1,
            Kind::Close if depth <= 1 => {
                // The close of a group around this one belongs to that.
                end += usize::from(depth == 1);
                break;
            }
            Kind::Close => depth -= 1,
            _ if depth == 0 && is(end, &[';', ',']) => {
                end += 1;
                break;
            }
            _ => {}
        }
        end += 1;
    }
    tokens[start].1.start..tokens[end.max(start + 1) - 1].1.end
}

/// Words, numbers, texts and single marks; comments are left out.
fn tokens(text: &str) -> Vec<(Kind, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let while_word = || rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let (kind, len) = match first {
            _ if rest.starts_with("//") => (None, rest.find('\n').unwrap_or(rest.len())),
            '"' => (Some(Kind::Other), rest[1..].find('"').map_or(rest.len(), |end| end + 2)),
            c if c.is_ascii_digit() => (Some(Kind::Number), while_word()),
            c if c.is_alphanumeric() || c == '_' => (Some(Kind::Word), while_word()),
            c if c.is_whitespace() => (None, c.len_utf8()),
            '(' | '[' | '{' => (Some(Kind::Open), 1),
            ')' | ']' | '}' => (Some(Kind::Close), 1),
            c => (Some(Kind::Other), c.len_utf8()),
        };
        found.extend(kind.map(|kind| (kind, at..at + len)));
        at += len;
    }
    found
}

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % end.max(1)
    }
}
