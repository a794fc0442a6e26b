//! Times for people.

use crate::interp::host::Host;

/// `YYYY-MM-DD HH:MM:SS` in the user's time zone, of milliseconds since 1970 (`reference/commands.md §14`).
pub fn local(host: &mut dyn Host, milliseconds: i64) -> String {
    let seconds = milliseconds.div_euclid(1000);
    let offset = host.utc_offset(seconds as f64).map_or(0, |(offset, _)| offset);
    civil(seconds.saturating_add(i64::from(offset)))
}

/// The date and time of seconds since 1970, by the rules of the Gregorian calendar.
fn civil(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Years begin in March here, so that the day that is sometimes missing comes last.
    let shifted = days + 719_468;
    let (era, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = year + era * 400 + carry;
    format!("{year:04}-{month:02}-{date:02} {:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::civil;

    #[test]
    fn the_calendar_holds() {
        assert_eq!(civil(0), "1970-01-01 00:00:00");
        assert_eq!(civil(1_400_000_000), "2014-05-13 16:53:20");
        assert_eq!(civil(951_782_399), "2000-02-28 23:59:59");
        assert_eq!(civil(951_782_400), "2000-02-29 00:00:00");
        assert_eq!(civil(4_107_542_400), "2100-03-01 00:00:00");
        assert_eq!(civil(-1), "1969-12-31 23:59:59");
    }
}
