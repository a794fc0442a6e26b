//! Writing what was found, to standard output and to files.

use super::{LintArgs, failed};
use crate::commands::{Context, Failure};
use crate::diagnostics::render::Style;
use crate::lint::output::{self, OutputFormat};
use crate::lint::{Disk, Report};

/// A format and where it goes; `None` is standard output.
pub type Output = (OutputFormat, Option<String>);

/// The outputs that were asked for. Errors: no such format, or several for standard output.
pub fn outputs(args: &LintArgs) -> Result<Vec<Output>, String> {
    if args.output.is_empty() {
        return Ok(vec![(OutputFormat::Fancy, None)]);
    }
    let mut outputs: Vec<Output> = Vec::new();
    for asked in &args.output {
        let (name, file) = match asked.split_once('=') {
            Some((name, file)) if !file.is_empty() => (name, Some(file.to_owned())),
            Some((name, _)) => (name, None),
            None => (asked.as_str(), None),
        };
        let Some(format) = OutputFormat::of(name) else {
            let names = OutputFormat::ALL.map(|(name, _)| name).join(", ");
            return Err(format!("`{name}` is no format of --output: use one of {names}"));
        };
        if args.statistics && file.is_none() && format.statistics().is_none() {
            let others = OutputFormat::ALL.iter().filter(|(_, format)| format.statistics().is_some());
            let others = others.map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            return Err(format!(
                "--statistics has no form in `{name}`: use one of {others}, or write the findings with {name}=FILE"
            ));
        }
        outputs.push((format, file));
    }
    // The counts are wanted beside the files with the findings.
    if args.statistics && outputs.iter().all(|(_, file)| file.is_some()) {
        outputs.push((OutputFormat::Concise, None));
    }
    if outputs.iter().filter(|(_, file)| file.is_none()).count() > 1 {
        return Err("only one format can go to standard output: write the others as FORMAT=FILE".to_owned());
    }
    Ok(outputs)
}

/// Writes the report. Errors: a file cannot be written.
pub fn write(
    report: &Report,
    outputs: &[Output],
    args: &LintArgs,
    context: &Context,
    disk: &dyn Disk,
) -> Result<(), Failure> {
    for (format, file) in outputs {
        match file {
            Some(file) => {
                let text = output::write(report, *format, Style::PLAIN, disk);
                let written = context.disk.write(file, text.as_bytes());
                written.map_err(|reason| failed(format!("`{file}` cannot be written: {reason}")))?;
            }
            None if args.statistics => {
                context.streams.out(output::statistics(report, *format).unwrap_or_default().as_bytes());
            }
            None => {
                let style = Style { color: context.paper.color, ..Style::PLAIN };
                context.streams.page(&output::write(report, *format, style, disk));
            }
        }
    }
    Ok(())
}
