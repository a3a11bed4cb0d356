//! A reader without a browser: runs the search client of the site, as it is published, over the files
//! of the index, as they are published. There is one ranking, the browser's; a second one in Rust
//! would have to be kept equal to it.

use crate::index::common;
use rquickjs::{CatchResultExt, Context, Ctx, Error, Function, Module, Promise, Runtime};
use serde::Deserialize;
use std::collections::HashMap;
use std::io;
use std::rc::Rc;

/// What a query finds.
#[derive(Debug, Deserialize)]
pub struct Found {
    /// The pages, the best first.
    pub pages: Vec<Hit>,
    /// The addresses of the entries of registries that are called so, with the base.
    pub cards: Vec<String>,
}

/// A page that was found.
#[derive(Debug, Deserialize)]
pub struct Hit {
    /// Its address, with the base.
    pub url: String,
    /// The words of its text that answer the query.
    pub terms: Vec<String>,
}

/// What a browser has and the bare language has not, and how the client is asked.
const ASK: &str = include_str!("ask.js");

/// What each query finds. `files` are those of the search folder by name; `client`
/// is the module that readers load.
pub fn ask(
    files: HashMap<String, Vec<u8>>,
    client: &str,
    queries: &[&str],
) -> io::Result<Vec<Found>> {
    let runtime = Runtime::new().map_err(io::Error::other)?;
    let context = Context::full(&runtime).map_err(io::Error::other)?;
    let found = context.with(|ctx| {
        answers(&ctx, files, client, queries).catch(&ctx).map_err(|error| error.to_string())
    });
    let found = found.map_err(io::Error::other)?;
    found.iter().map(|found| Ok(serde_json::from_str(found)?)).collect()
}

fn answers(
    ctx: &Ctx<'_>,
    files: HashMap<String, Vec<u8>>,
    client: &str,
    queries: &[&str],
) -> Result<Vec<String>, Error> {
    let files = Rc::new(files);
    let texts = Rc::clone(&files);
    let text =
        move |name: String| texts.get(&name).map(|b| String::from_utf8_lossy(b).into_owned());
    let bytes = move |name: String| files.get(&name).cloned();
    let decoded = |encoding: String, bytes: Vec<u8>| match encoding.as_str() {
        "utf-8" => String::from_utf8_lossy(&bytes).into_owned(),
        _ => common::decode(&bytes),
    };
    let globals = ctx.globals();
    globals.set("textOf", Function::new(ctx.clone(), text)?)?;
    globals.set("bytesOf", Function::new(ctx.clone(), bytes)?)?;
    globals.set("decoded", Function::new(ctx.clone(), decoded)?)?;
    let ask: Function<'_> = ctx.eval(ASK)?;
    let (module, done) = Module::declare(ctx.clone(), "client", client)?.eval()?;
    done.finish::<()>()?;
    let create: Function<'_> = module.get("createSearch")?;
    let search: Function<'_> = ask.call((create,))?;
    queries.iter().map(|query| search.call::<_, Promise<'_>>((*query,))?.finish()).collect()
}
