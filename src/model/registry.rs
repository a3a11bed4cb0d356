//! The registries of `content/data/`: facts that live in one place and that pages refer to by id.
//!
//! Reading only; [`FILES`] is what may be read. Whether the ids that entries and pages use exist is `link`'s question.

mod calculator;
mod contact;
mod crisis;
mod entry;
mod fact;
mod law;
mod provenance;
mod tag;
mod term;
mod verified;
mod words;

pub use calculator::{Calculator, Numbers};
pub use contact::Contact;
pub use crisis::Crisis;
pub use entry::{Entry, EntryId, PerScheme, Place};
pub use fact::Fact;
pub use law::{Article, Force, Law, Status};
pub use provenance::{Provenance, Tier};
pub use tag::Tag;
pub use term::Term;
pub use verified::Verified;
pub use words::Words;

use crate::base::slug::{Ids, slug};
use crate::base::source::Source;
use crate::diag::Diagnostic;
use crate::model::formula;
use crate::yaml::key::{self, Keys, keys};
use crate::yaml::{self, Node};
use entry::Registered;
use serde::{Deserialize, Serialize};

/// Where registries are, below the site's folder.
pub const FOLDER: &str = "content/data/";

const LAWS: &str = law::FOLDER;

/// The files that a name of [`FILES`] stands for, below the site's folder.
pub fn pattern(name: &str) -> String {
    match name {
        LAWS => format!("{FOLDER}{LAWS}/*.yaml"),
        _ => format!("{FOLDER}{name}.yaml"),
    }
}

/// The name in [`FILES`] of the file at `path`, below the site's folder.
pub fn name_of(path: &str) -> Option<&'static str> {
    if below(path, LAWS).is_some() {
        return Some(LAWS);
    }
    let name = path.strip_prefix(FOLDER)?.strip_suffix(".yaml")?;
    key::names(FILES).find(|known| *known == name && name != LAWS)
}

/// The name of a file in a folder of [`FOLDER`].
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(FOLDER)?.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".yaml")
}

/// Declares the registries that text can refer to: the scheme of each as it is written before the colon,
/// which also names its templates, the field with its entries, and what reads these ([`Registered`]).
macro_rules! registries {
    ($($scheme:ident $name:literal $field:ident: $entry:ty,)*) => {
        keys! {
            /// The files below `content/data/`: the one called `laws` is a folder with a file for each law.
            pub FILES: File {
                $($scheme = <$entry>::FILE,)*
                Tags = tag::FILE,
                Crisis = crisis::FILE,
                Words = words::FILE,
            }
        }

        /// What a file says.
        fn read(file: File, root: &Node, source: &Source, out: &mut Vec<Diagnostic>) -> Registry {
            let mut registry = Registry::default();
            match file {
                $(File::$scheme => registry.$field = <$entry>::read_file(root, source, out),)*
                File::Tags => {
                    registry.tags_listed = true;
                    registry.tags = entry::list(root, source, out, tag::read);
                }
                File::Crisis => registry.crisis = crisis::read(root, source, out),
                File::Words => registry.words = words::read(root, source, out),
            }
            registry
        }

        /// The registries that text can refer to.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[expect(missing_docs, reason = "the names are the schemes")]
        pub enum Scheme {
            $($scheme),*
        }

        impl Scheme {
            /// All of them.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$scheme),*];

            /// The scheme as written before the colon, which also names its templates.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$scheme => $name),*
                }
            }
        }

        /// All entries, in the order of files and lines.
        #[derive(Debug, Clone, Default)]
        #[expect(missing_docs, reason = "the names are the registries")]
        pub struct Registry {
            $(pub $field: Vec<$entry>,)*
            pub tags: Vec<Tag>,
            /// Words of people in danger, and who helps them.
            pub crisis: Crisis,
            /// What editions in another script write in their own way, and words that mean the same.
            pub words: Words,
            /// Whether the site has a list of tags, so that unknown ones are errors.
            pub tags_listed: bool,
        }

        impl Registry {
            /// Takes over the entries of another file.
            pub fn merge(&mut self, other: Self) {
                $(self.$field.extend(other.$field);)*
                self.tags.extend(other.tags);
                self.crisis.merge(other.crisis);
                self.words.merge(other.words);
                self.tags_listed |= other.tags_listed;
            }

            /// All entries of a registry, in the order of files and lines.
            pub fn entries(&self, scheme: Scheme) -> Vec<&dyn Entry> {
                match scheme {
                    $(Scheme::$scheme => self.$field.iter().map(|e| e as &dyn Entry).collect()),*
                }
            }

            /// An entry by its place.
            pub fn entry(&self, id: EntryId) -> &dyn Entry {
                match id.scheme {
                    $(Scheme::$scheme => &self.$field[id.index]),*
                }
            }
        }
    };
}

registries! {
    Law "law" laws: Law,
    Contact "contact" contacts: Contact,
    Fact "fact" facts: Fact,
    Term "term" terms: Term,
    Source "source" sources: Provenance,
    Calculator "calc" calculators: Calculator,
}

impl Scheme {
    /// The scheme of this name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name().eq_ignore_ascii_case(name))
    }
}

impl Registry {
    /// What readers see where text in this language refers to an entry: `《民法典》第680条` for an article.
    pub fn label(&self, id: EntryId, language: &str) -> String {
        match id.scheme {
            Scheme::Law => self.laws[id.index].label_in(id.article, language),
            _ => self.entry(id).words().to_owned(),
        }
    }

    /// Where readers find an entry, or the part of it that is meant.
    pub fn place(&self, id: EntryId) -> Place {
        match (self.entry(id).place(), id.article) {
            (Place::Here { page, .. }, Some(article)) => {
                Place::at(page, self.laws[id.index].articles[article].anchor())
            }
            (place, _) => place,
        }
    }

    /// The law, or article of it, that an entry names: `civil-code/680`.
    pub fn law(&self, cited: &str) -> Option<EntryId> {
        let (id, article) = cited.split_once('/').map_or((cited, None), |(l, a)| (l, Some(a)));
        let index = self.laws.iter().position(|law| law.id == id)?;
        let article =
            article.map(|key| self.laws[index].articles.iter().position(|a| a.key == key));
        Some(EntryId::law(index, article.flatten()))
    }

    /// The facts that a calculator's result is set beside.
    pub fn compared(&self, calculator: &Calculator) -> Vec<EntryId> {
        calculator.compare.iter().filter_map(|fact| self.fact(&fact.value)).collect()
    }

    /// The facts without which an entry is not shown: those that a calculator uses.
    pub fn rests_on(&self, id: EntryId) -> Vec<EntryId> {
        if id.scheme != Scheme::Calculator {
            return Vec::new();
        }
        let calculator = &self.calculators[id.index];
        let rest_days = calculator.rest_days.as_ref().and_then(|fact| self.fact(&fact.value));
        self.compared(calculator).into_iter().chain(rest_days).collect()
    }

    /// What is printed with an entry besides its words: the note of a calculator, and the facts that it is set
    /// beside.
    pub fn shown_with(&self, id: EntryId) -> Vec<&str> {
        if id.scheme != Scheme::Calculator {
            return Vec::new();
        }
        let calculator = &self.calculators[id.index];
        let facts = self.compared(calculator).into_iter().map(|fact| &self.facts[fact.index]);
        let of_facts = facts.flat_map(|fact| {
            [fact.value.as_str(), fact.label.as_str()].into_iter().chain(fact.note.as_deref())
        });
        calculator.note.as_deref().into_iter().chain(of_facts).collect()
    }

    /// The days of rest that a calculator's fact lists.
    pub fn rest_days(&self, calculator: &Calculator) -> Vec<f64> {
        let fact = calculator.rest_days.as_ref().and_then(|fact| self.fact(&fact.value));
        let listed = fact.and_then(|fact| formula::rest_days(&self.facts[fact.index].value));
        listed.unwrap_or_default()
    }

    fn fact(&self, id: &str) -> Option<EntryId> {
        let index = self.facts.iter().position(|fact| fact.id == id)?;
        Some(EntryId::new(Scheme::Fact, index))
    }

    /// Gives every term and contact an id of its own on its page: 罚息 and 罚息！ would have the same.
    pub fn name_anchors(&mut self) {
        let (mut terms, mut contacts) = (Ids::in_frame(), Ids::in_frame());
        self.terms.iter_mut().for_each(|term| term.anchor = terms.take(&slug(&term.term)));
        self.contacts.iter_mut().for_each(|c| c.anchor = contacts.take(&slug(&c.id)));
    }
}

/// Reads a file of `content/data/`; `None` for a file that is no registry.
pub fn parse(source: &Source, out: &mut Vec<Diagnostic>) -> Option<Registry> {
    let file = File::of(name_of(&source.path)?)?;
    let root = yaml::parse(source, 0..source.text.len(), out)?;
    Some(read(file, &root, source, out))
}
