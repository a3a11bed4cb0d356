//! The template engine: compiled from a theme, told about the site once, asked for a page at a time.
//!
//! The only module that knows Tera. Faults in templates become diagnostics at their own line.

mod meter;

use crate::base::bug::bug;
use crate::base::cache;
use crate::base::chars::publishable;
use crate::diag::{Diagnostic, Excerpt, Place, Problem};
use crate::load::theme::Theme;
use meter::Metered;
use serde::{Serialize, Serializer};
use std::collections::{HashMap, HashSet};
use tera::value::Key;
use tera::{Context, Error, ErrorKind, Map, Tera, TeraResult, Value};

/// Prefix under which embedded templates can be extended by the site's own.
const EMBEDDED: &str = "default/";

/// The templates of a theme, compiled.
pub(super) struct Templates {
    tera: Tera,
    /// The site's own templates, as they were compiled.
    metered: HashMap<String, Metered>,
}

impl Templates {
    /// Compiles all templates of a theme, or says what is wrong with them.
    pub(super) fn compile(theme: &Theme) -> Result<Self, Vec<Diagnostic>> {
        let all = theme.templates().map(|t| (t.name.to_owned(), t.text));
        let own: HashSet<&str> = theme.templates().filter(|t| t.own).map(|t| t.name).collect();
        // What a site's own templates may extend, and what they have taken the place of.
        let under = theme.templates().filter(|t| !t.own && !own.is_empty());
        let under = under.chain(theme.overridden()).map(|t| (embedded(t.name), t.text));
        let templates: Vec<(String, &str)> = all.chain(under).collect();
        // What is wrong with them is said of what was written.
        let mut tera = compiled(&templates).map_err(|error| {
            let mut found = Vec::new();
            report_all(theme, &templates, &error, &mut found);
            found
        })?;
        let strange = templates.iter().filter(|(name, _)| own.contains(name.as_str()));
        let metered: HashMap<String, Metered> =
            strange.map(|(name, text)| (name.clone(), Metered::of(text))).collect();
        if !metered.is_empty() {
            let texts = templates.iter().map(|(name, text)| {
                (name.clone(), metered.get(name).map_or(*text, |metered| metered.text.as_str()))
            });
            tera = compiled(&texts.collect::<Vec<_>>())
                .map_err(|error| vec![diagnostic(theme, &error, &metered)])?;
        }
        Ok(Self { tera, metered })
    }
}

/// The folder of templates whose text is the same on every page. Each is rendered once, from what every template
/// sees, and all others print it by the name of its file: `{{ once.menu }}`.
const ONCE: &str = "once/";

/// Templates, ready to render.
pub(super) struct Engine<'t> {
    /// They know what every one of them sees besides its page.
    tera: Tera,
    metered: &'t HashMap<String, Metered>,
    theme: &'t Theme,
}

impl<'t> Engine<'t> {
    /// The templates of a theme, told about the site: `global` is what every template sees besides its page. What
    /// is wrong with those that are rendered at once is added to `out`.
    pub(super) fn new(
        theme: &'t Theme,
        templates: &'t Templates,
        global: &impl Serialize,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let Templates { tera, metered } = templates;
        let mut engine = Self { tera: tera.clone(), metered, theme };
        *engine.tera.global_context() =
            seen(global).unwrap_or_else(|_| bug("what all templates see is no map"));
        let mut once = Map::new();
        for name in theme.templates().map(|template| template.name) {
            let Some(file) = name.strip_prefix(ONCE) else { continue };
            // Of what is wrong here pages say nothing: they have an empty text of it.
            let html = engine.render(name, &Nothing {}).unwrap_or_else(|wrong| {
                out.push(*wrong);
                String::new()
            });
            let key = Key::from(file.trim_end_matches(".html").to_owned());
            once.insert(key, Value::safe_string(html.trim_matches('\n')));
        }
        engine.tera.global_context().insert_value("once", Value::from(once));
        engine
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
        let fault = |error| Box::new(diagnostic(self.theme, &error, self.metered));
        let context = seen(view).map_err(fault)?;
        let mut page = meter::Page::with_room();
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

/// What templates see of something that stands on many pages, made once for all of them.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    value: Value,
    print: [u8; 32],
}

impl Made {
    /// The same that they would see of `view` itself.
    pub(super) fn of(view: &impl Serialize) -> Self {
        let key = cache::Key::of_value("made", &[], view);
        let Some(cache::Key(print)) = key else { bug("what templates see cannot be written down") };
        Self { value: Value::from_serializable(view), print }
    }
}

/// To the engine it is what it was made of; where pages are only compared, it is a hash of that.
impl Serialize for Made {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serializer.is_human_readable() {
            true => self.value.serialize(serializer),
            false => self.print.serialize(serializer),
        }
    }
}

/// What a template sees that has no page.
#[derive(Serialize)]
pub(super) struct Nothing {}

/// What templates see of something, each of its fields by its name.
fn seen(view: &impl Serialize) -> TeraResult<Context> {
    let view = Value::try_from_serializable(view)?;
    let fields = view.into_map().ok_or_else(|| Error::message("what a template sees is no map"))?;
    let mut context = Context::new();
    for (key, value) in fields {
        match key {
            // Most by far: the engine would make a text of its own of each.
            Key::Str(name) => context.insert_value(name, value),
            other => context.insert_value(other.as_str().unwrap_or_default().to_owned(), value),
        }
    }
    Ok(context)
}

/// The name by which a site's own templates extend an embedded one.
fn embedded(name: &str) -> String {
    format!("{EMBEDDED}{name}")
}

/// An engine with these templates.
fn compiled(templates: &[(String, &str)]) -> Result<Tera, Error> {
    let mut tera = Tera::default();
    meter::install(&mut tera);
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
