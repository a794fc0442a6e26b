//! Schedules as the scheduler reads them (its class `CrontabEntry`). What a rule looks at, and no rule itself.

/// A field's name, bounds, and the names of its values, the first of which is the least value.
struct Field {
    name: &'static str,
    least: u32,
    most: u32,
    names: &'static [&'static str],
}

const FIELDS: [Field; 5] = [
    Field { name: "minute", least: 0, most: 59, names: &[] },
    Field { name: "hour", least: 0, most: 23, names: &[] },
    Field { name: "day of the month", least: 1, most: 31, names: &[] },
    Field {
        name: "month",
        least: 1,
        most: 12,
        names: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
    },
    // Sunday is 0 and nothing else.
    Field { name: DAY_OF_WEEK, least: 0, most: 6, names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] },
];

const DAY_OF_WEEK: &str = "day of the week";

/// Words that other crons take for a schedule, and what they mean.
const NICKNAMES: [(&str, &str); 8] = [
    ("@annually", "0 0 1 1 *"),
    ("@daily", "0 0 * * *"),
    ("@every_minute", "* * * * *"),
    ("@hourly", "0 * * * *"),
    ("@midnight", "0 0 * * *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@yearly", "0 0 1 1 *"),
];

/// Why a schedule is refused.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, behind "the schedule `…`".
    pub what: String,
    /// What to write instead.
    pub help: String,
}

/// What is wrong with a schedule. An empty one is none at all: the scheduler starts such a job at once.
pub fn fault(text: &str) -> Option<Fault> {
    if text.is_empty() {
        return None;
    }
    let is_blank = |c: char| matches!(c, ' ' | '\t'..='\r');
    let words: Vec<&str> = text.split(is_blank).filter(|word| !word.is_empty()).collect();
    let is_nickname = |(name, _): &&(&str, &str)| words.first().is_some_and(|word| word.eq_ignore_ascii_case(name));
    if let Some((_, meaning)) = NICKNAMES.iter().find(is_nickname) {
        let what = "is a word that the scheduler does not know".to_owned();
        return Some(Fault { what, help: format!("write `{meaning}`") });
    }
    if words.len() != FIELDS.len() {
        let help = "the five fields are minute, hour, day of the month, month and day of the week".to_owned();
        let what = match words.len() {
            count if count > FIELDS.len() => format!("has {count} fields, and there are five"),
            count => format!("has {count} of five fields"),
        };
        return Some(Fault { what, help });
    }
    if text.starts_with(is_blank) || text.ends_with(is_blank) {
        let what = "has a blank around its five fields".to_owned();
        return Some(Fault { what, help: format!("write `{}`", words.join(" ")) });
    }
    let mut restricted = 0;
    for (field, word) in FIELDS.iter().zip(words) {
        match field.values(word) {
            Ok(values) => restricted += usize::from(field.name.starts_with("day") && values != field.all()),
            Err(fault) => return Some(fault),
        }
    }
    (restricted == 2).then(|| Fault {
        what: "restricts both the day of the month and the day of the week".to_owned(),
        help: "let one of them be `*`".to_owned(),
    })
}

impl Field {
    /// Every value, as bits.
    fn all(&self) -> u64 {
        (self.least..=self.most).fold(0, |bits, value| bits | 1 << value)
    }

    /// The values of a field as bits. Empty parts between commas do not count, but one must be there. Errors: what is wrong.
    fn values(&self, word: &str) -> Result<u64, Fault> {
        let parts: Vec<&str> = word.split(',').filter(|part| !part.is_empty()).collect();
        if parts.is_empty() {
            return Err(self.fault(word, "there is nothing between the commas", self.bounds()));
        }
        parts.into_iter().try_fold(0, |bits, part| Ok(bits | self.part(part)?))
    }

    fn part(&self, part: &str) -> Result<u64, Fault> {
        let numbers = self.numbers(part);
        let (range, step) = match numbers.split_once('/') {
            Some((range, step)) => (range, Some(number(step).ok_or_else(|| self.shapeless(part))?)),
            None => (numbers.as_str(), None),
        };
        let (from, to) = match range.split_once('-') {
            Some((from, to)) => (number(from), number(to)),
            None if range == "*" => (Some(self.least), Some(self.most)),
            None => (number(range), number(range)),
        };
        let (Some(from), Some(to)) = (from, to) else { return Err(self.shapeless(part)) };
        if step == Some(0) {
            return Err(self.fault(part, "a step is at least 1", "write a greater step".to_owned()));
        }
        if self.name == DAY_OF_WEEK && from <= to && to == 7 {
            return Err(self.fault(part, "Sunday is 0 and not 7", format!("write `{}`", until_sunday(from, step))));
        }
        if !(self.least..=self.most).contains(&from) || !(self.least..=self.most).contains(&to) {
            return Err(self.fault(part, "it is out of bounds", self.bounds()));
        }
        if from > to {
            return Err(self.fault(part, "it ends before it begins", self.around(part, step)));
        }
        let every = step.unwrap_or(1);
        let values = (from..=to).step_by(every as usize);
        // A step behind `*` may be of any size.
        if range != "*" && step.is_some_and(|step| !range.contains('-') || step >= to) {
            return Err(match range.contains('-') {
                true => self.fault(part, "its step is not less than its end", format!("write `{}`", listed(values))),
                false => {
                    let help = match from + every <= self.most && every < self.most {
                        true => format!("write `{from}-{}/{every}`", self.most),
                        false => format!("write `{from}`"),
                    };
                    self.fault(part, "a step has `*` or a range in front", help)
                }
            });
        }
        Ok(values.fold(0, |bits, value| bits | 1 << value))
    }

    /// A part with numbers in place of names.
    fn numbers(&self, part: &str) -> String {
        let names = self.names.iter().zip(self.least..);
        names.fold(part.to_ascii_uppercase(), |part, (name, value)| part.replace(name, &value.to_string()))
    }

    fn fault(&self, part: &str, reason: &str, help: String) -> Fault {
        Fault { what: format!("has no possible {} `{part}`: {reason}", self.name), help }
    }

    /// The values that can be written.
    fn bounds(&self) -> String {
        let Field { least, most, .. } = self;
        match (self.names.first(), self.names.last()) {
            (Some(first), Some(last)) => format!("write numbers from {least} to {most}, or {first} to {last}"),
            _ => format!("write numbers from {least} to {most}"),
        }
    }

    /// A part that is of no known shape.
    fn shapeless(&self, part: &str) -> Fault {
        if part == "?" {
            return self.fault(part, "`?` is not known", "write `*`".to_owned());
        }
        let upper = part.to_ascii_uppercase();
        let is_word = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if let Some(name) = self.names.iter().find(|name| is_word && upper.starts_with(**name)) {
            return self.fault(part, "a name has three letters", format!("write `{name}`"));
        }
        let help = "write `*`, numbers, ranges such as `1-5` or steps such as `*/2`, with commas between them";
        self.fault(part, "it is none that the scheduler knows", help.to_owned())
    }

    /// What to write in place of a range that goes beyond the last value to the first ones.
    fn around(&self, part: &str, step: Option<u32>) -> String {
        let Some((from, to)) = part.split_once('-').filter(|_| step.is_none()) else {
            return "write two ranges with a comma between them".to_owned();
        };
        let has_names = part.bytes().any(|byte| byte.is_ascii_alphabetic());
        let (first, last) = match (self.names.first(), self.names.last()) {
            (Some(first), Some(last)) if has_names => ((*first).to_owned(), (*last).to_owned()),
            _ => (self.least.to_string(), self.most.to_string()),
        };
        let range = |from: &str, to: &str| if from == to { from.to_owned() } else { format!("{from}-{to}") };
        format!("write `{},{}`", range(&from.to_ascii_uppercase(), &last), range(&first, &to.to_ascii_uppercase()))
    }
}

/// Days of the week that were written up to 7, as the scheduler wants them.
fn until_sunday(from: u32, step: Option<u32>) -> String {
    match (from, step) {
        (7, _) => "0".to_owned(),
        (0 | 1, None) => "*".to_owned(),
        (6, None) => "6,0".to_owned(),
        (from, None) => format!("{from}-6,0"),
        (from, Some(step)) => listed((from..=7).step_by(step as usize).map(|day| day % 7)),
    }
}

fn listed(values: impl Iterator<Item = u32>) -> String {
    values.map(|value| value.to_string()).collect::<Vec<String>>().join(",")
}

/// A number of the scheduler's, which has 31 bits.
fn number(text: &str) -> Option<u32> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_number && *number <= i32::MAX as u32)
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn schedules_are_read_as_the_scheduler_does() {
        let good = [
            "* * * * *",
            "*/15 0-6,22 1 JAN-mar *",
            "0 0 * * MON-fri,6",
            "0 0 1-31 * 1",
            "0 0 1 * 0-6",
            "0 0 */1 * SUN",
            "0-59/58 * * * *",
            "*/90 * * * *",
            "0,,5, * * * *",
            "0\t0  * * 00",
            "",
        ];
        for good in good {
            assert_eq!(fault(good), None, "{good}");
        }
    }

    #[test]
    fn what_the_scheduler_refuses_is_told_with_what_to_write() {
        for (bad, help) in [
            (" * * * * *", "write `* * * * *`"),
            ("* * * * *\n", "write `* * * * *`"),
            ("@daily", "write `0 0 * * *`"),
            ("* * * * 7", "write `0`"),
            ("* * * * 1-7", "write `*`"),
            ("* * * * 5-7", "write `5-6,0`"),
            ("* * * * 1-7/2", "write `1,3,5,0`"),
            ("0 0 ? * 1", "write `*`"),
            ("5/10 * * * *", "write `5-59/10`"),
            ("5/70 * * * *", "write `5`"),
            ("*/0 * * * *", "write a greater step"),
            ("0-59/59 * * * *", "write `0,59`"),
            ("* 1-5/9 * * *", "write `1`"),
            ("0 0 1 * MON", "let one of them be `*`"),
            ("0 0 */2 * 1-5", "let one of them be `*`"),
            ("* * * * MON-SUN", "write `MON-SAT,SUN`"),
            ("* 22-2 * * *", "write `22-23,0-2`"),
            ("0 0 * * Monday", "write `MON`"),
            ("60 * * * *", "write numbers from 0 to 59"),
            ("* * * 13 *", "write numbers from 1 to 12, or JAN to DEC"),
        ] {
            assert_eq!(fault(bad).map(|fault| fault.help).as_deref(), Some(help), "{bad}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let bad = [
            "* * * *",
            "0 * * * * *",
            " ",
            "* 24 * * *",
            "* * 0 * *",
            "* * * * 8",
            "5-1/2 * * * *",
            ", * * * *",
            "a * * * *",
            "0 0 L * *",
            "*/2147483648 * * * *",
            "99999999999 * * * *",
            "MON * * * *",
            "-5 * * * *",
            "* * * * *5",
        ];
        for bad in bad {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn what_is_advised_is_accepted() {
        let alphabet = ["", "*", "0", "7", "31", "60", "-", "/", ",", "MON", "?"];
        for at in 0..alphabet.len().pow(3) {
            let pick = |power: u32| alphabet[at / alphabet.len().pow(power) % alphabet.len()];
            let word = format!("{}{}{}", pick(0), pick(1), pick(2));
            for field in 0..5 {
                let line = |word: &str| -> String {
                    let words: Vec<&str> = (0..5).map(|own| if own == field { word } else { "*" }).collect();
                    words.join(" ")
                };
                let Some(fault) = fault(&line(&word)).filter(|_| !word.is_empty()) else { continue };
                let Some(advice) = fault.help.strip_prefix("write `").and_then(|help| help.strip_suffix('`')) else {
                    continue;
                };
                // Advice for one part of several is for that part.
                assert_eq!(super::fault(&line(advice)), None, "{word}: {advice}");
            }
        }
    }
}
