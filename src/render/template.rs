//! The template engine: built from a theme, told about the site once, asked for a page at a time.
//!
//! The only module that knows Tera. Faults in templates become diagnostics at their own line.

mod meter;

use crate::base::bug::bug;
use crate::base::chars::publishable;
use crate::diag::{Diagnostic, Excerpt, Place, Problem};
use crate::load::theme::Theme;
use meter::Metered;
use serde::Serialize;
use std::collections::HashMap;
use tera::{Context, Error, ErrorKind, Tera, Value};

/// Prefix under which embedded templates can be extended by the site's own.
const EMBEDDED: &str = "default/";

/// Templates, ready to render.
pub(super) struct Engine<'t> {
    tera: Tera,
    theme: &'t Theme,
    /// The site's own templates, as they were compiled.
    metered: HashMap<String, Metered>,
}

impl<'t> Engine<'t> {
    /// Compiles all templates of a theme. `global` is what every template sees besides its page.
    pub(super) fn new(
        theme: &'t Theme,
        global: &impl Serialize,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let own = theme.templates().map(|t| (named(t.name, t.own), t.text));
        let under = theme.overridden().map(|t| (named(t.name, false), t.text));
        let templates: Vec<(String, &str)> = own.chain(under).collect();
        // What is wrong with them is said of what was written.
        let mut tera = match compiled(&templates) {
            Ok(tera) => tera,
            Err(error) => {
                report_all(theme, &templates, &error, out);
                return None;
            }
        };
        let strange = templates.iter().filter(|(name, _)| !name.starts_with(EMBEDDED));
        let metered: HashMap<String, Metered> =
            strange.map(|(name, text)| (name.clone(), Metered::of(text))).collect();
        if !metered.is_empty() {
            let texts = templates.iter().map(|(name, text)| {
                (name.clone(), metered.get(name).map_or(*text, |metered| metered.text.as_str()))
            });
            tera = match compiled(&texts.collect::<Vec<_>>()) {
                Ok(tera) => tera,
                Err(error) => {
                    out.push(diagnostic(theme, &error, &metered));
                    return None;
                }
            };
        }
        let global = Value::from_serializable(global);
        for (key, value) in
            global.into_map().unwrap_or_else(|| bug("what all templates see is no map")).iter()
        {
            if let Some(key) = key.as_str() {
                tera.global_context().insert_value(key.to_owned(), value.clone());
            }
        }
        Some(Self { tera, theme, metered })
    }

    /// Renders `name` with `view` as its variables.
    pub(super) fn render(
        &self,
        name: &str,
        view: &impl Serialize,
    ) -> Result<String, Box<Diagnostic>> {
        String::from_utf8(self.bytes(name, view)?).map_err(|error| {
            let problem = Problem::Template { message: error.to_string() };
            Box::new(Diagnostic::in_file(self.theme.place(&format!("templates/{name}")), problem))
        })
    }

    /// The same as bytes: a whole page is published unread, and asking of each whether it is UTF-8
    /// would be work for nothing.
    pub(super) fn bytes(
        &self,
        name: &str,
        view: &impl Serialize,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let fault = |error| Box::new(diagnostic(self.theme, &error, &self.metered));
        let context = Context::from_serialize(view).map_err(fault)?;
        let mut page = meter::Page::default();
        meter::begin();
        let rendered = self.tera.render_to(name, &context, &mut page);
        if let Some(message) = page.fault() {
            let file = self.theme.place(&format!("templates/{name}"));
            return Err(Box::new(Diagnostic::in_file(file, Problem::Template { message })));
        }
        rendered.map_err(fault)?;
        Ok(publishable(page.bytes))
    }

    /// Whether there is such a template.
    pub(super) fn has(&self, name: &str) -> bool {
        self.tera.contains_template(name)
    }
}

fn named(name: &str, own: bool) -> String {
    if own { name.to_owned() } else { format!("{EMBEDDED}{name}") }
}

/// An engine with these templates.
fn compiled(templates: &[(String, &str)]) -> Result<Tera, Error> {
    let mut tera = Tera::default();
    meter::install(&mut tera);
    tera.set_fallback_prefixes([EMBEDDED])?;
    tera.add_raw_templates(templates.iter().cloned())?;
    Ok(tera)
}

/// One broken template must not hide another: each is compiled alone for its own syntax.
fn report_all(
    theme: &Theme,
    templates: &[(String, &str)],
    error: &Error,
    out: &mut Vec<Diagnostic>,
) {
    let before = out.len();
    for (name, text) in templates {
        let alone = Tera::default().add_raw_template(name, text);
        if let Err(error) = alone
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            out.push(diagnostic(theme, &error, &HashMap::new()));
        }
    }
    if out.len() == before {
        let printed = error.to_string();
        let found = printed.split("error: ").filter_map(TemplateError::printed);
        out.extend(found.map(|fault| fault.diagnostic(theme)));
    }
    if out.len() == before {
        out.push(diagnostic(theme, error, &HashMap::new()));
    }
}

fn diagnostic(theme: &Theme, error: &Error, metered: &HashMap<String, Metered>) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            let column = span.start_col + 1;
            let own = metered.get(report.filename());
            let fault = TemplateError {
                message: report.message(),
                file: report.filename(),
                line: span.start_line,
                column: own.map_or(column, |own| own.column(span.start_line, column)),
                width: span.end_col.saturating_sub(span.start_col).max(1),
            };
            fault.diagnostic(theme)
        }
        ErrorKind::TemplateNotFound(name) => {
            let problem = Problem::MissingTemplate { name: name.clone() };
            Diagnostic::in_file(theme.place(&format!("templates/{name}")), problem)
        }
        ErrorKind::MissingParent { current: file, .. }
        | ErrorKind::CircularExtend { tpl: file, .. }
        | ErrorKind::CircularInclude { tpl: file, .. } => {
            let message = error.to_string();
            TemplateError { message: &message, file, line: 1, column: 1, width: 1 }
                .diagnostic(theme)
        }
        _ => {
            let problem = Problem::Template { message: error.to_string() };
            Diagnostic::in_file(theme.place("templates"), problem)
        }
    }
}

/// Something wrong in a template, as the engine says it.
struct TemplateError<'a> {
    message: &'a str,
    /// The name under which the template was added.
    file: &'a str,
    line: usize,
    column: usize,
    width: usize,
}

impl<'a> TemplateError<'a> {
    /// Reads a printed report: faults between templates come only as text,
    /// `message`, then `--> file:line:column`, then the line and carets.
    fn printed(report: &'a str) -> Option<Self> {
        let (message, rest) = report.split_once('\n')?;
        let (_, place) = rest.split_once("--> ")?;
        let mut parts = place.lines().next()?.rsplitn(3, ':');
        let (column, line) = (parts.next()?.trim().parse().ok()?, parts.next()?.parse().ok()?);
        let file = parts.next()?;
        let width = place.matches('^').count().max(1);
        Some(Self { message: message.trim(), file, line, column, width })
    }

    fn diagnostic(&self, theme: &Theme) -> Diagnostic {
        let (path, text) = match self.file.strip_prefix(EMBEDDED) {
            Some(name) => {
                let path = format!("theme:{EMBEDDED}templates/{name}");
                (
                    path,
                    theme
                        .embedded_template(name)
                        .or_else(|| theme.text(&format!("templates/{name}"))),
                )
            }
            None => {
                let path = format!("templates/{}", self.file);
                (theme.place(&path), theme.text(&path))
            }
        };
        let line = text.and_then(|t| t.lines().nth(self.line.saturating_sub(1)));
        let problem = Problem::Template { message: self.message.to_owned() };
        let mut diagnostic = Diagnostic::in_file(path.clone(), problem);
        diagnostic.place = Some(Place::File {
            path,
            line: self.line,
            column: self.column,
            excerpt: Excerpt::of(line.unwrap_or_default(), self.column),
            width: self.width,
        });
        diagnostic
    }
}
