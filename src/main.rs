//! Arguments to one command; nothing else.

use std::io::IsTerminal;
use std::process::ExitCode;

use detente::commands::arguments::{self, Command, ScreenshotArguments, Theme, ViewArguments};
use detente::commands::{self, Stop, print};
use detente::desktop::{self, Options, Shot};
use detente::theme::ThemeChoice;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.tell(),
    }
}

fn run() -> Result<(), Stop> {
    let said = arguments::parse(std::env::args_os())?;
    match said.command {
        None => desktop::run(&options(said.view)).map_err(Stop::data),
        Some(Command::Check(check)) => print(|out| commands::check(&check, colour(), out)),
        Some(Command::Schema) => print(commands::schema),
        Some(Command::Info(info)) => print(|out| commands::info(&info, out)),
        Some(Command::Series(series)) => print(|out| commands::series(&series, out)),
        Some(Command::Pairs(pairs)) => print(|out| commands::pairs(&pairs, out)),
        Some(Command::Convert(convert)) => print(|out| commands::convert(&convert, out)),
        Some(Command::Figure(figure)) => print(|out| commands::figure(&figure, out)),
        Some(Command::Screenshot(picture)) => screenshot(picture),
    }
}

fn screenshot(said: ScreenshotArguments) -> Result<(), Stop> {
    let shot = Shot { picture: said.out, size: [said.size.width, said.size.height], items: said.items };
    desktop::screenshot(&options(said.view), &shot).map_err(Stop::data)
}

/// Whether what is printed may be coloured (see <https://no-color.org>).
fn colour() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty())
}

fn options(view: ViewArguments) -> Options {
    Options {
        as_of: view.subject.window().map(str::to_owned),
        file: view.subject.file,
        sources: view.subject.sources.sources,
        select: view.subject.select,
        arrangement: view.subject.arrangement.into(),
        around: view.subject.around,
        theme: view.theme.map(|theme| match theme {
            Theme::Light => ThemeChoice::Light,
            Theme::Dark => ThemeChoice::Dark,
            Theme::System => ThemeChoice::System,
        }),
    }
}
