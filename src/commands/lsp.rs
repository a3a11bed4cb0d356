//! `mingbai lsp`: tells editors, over standard input and output, what is wrong while it is typed, what can be
//! written, what names mean, and who uses them.
//!
//! The site is the one that `serve` keeps, with what is not saved yet in the place of files. What is found,
//! named and mended is that of `check`, `impact` and `--fix`; here it is only put into the words of the
//! Language Server Protocol 3.17. One thread does everything in the order in which it is asked for; what was
//! typed meanwhile is read at once.

mod actions;
mod client;
mod complete;
mod cursor;
mod diagnostics;
mod folder;
mod hover;
mod keys;
mod mentions;
mod places;
mod rename;
mod server;
mod symbols;
mod text;
mod workspace;

use crate::base::lang::Lang;
use crate::commands::pipeline::{Failure, Request};
use client::Client;
use gen_lsp_types as lsp;
use lsp_server::Connection;
use server::Server;
use std::io;

/// Serves one editor until it leaves. Whether it took its leave properly.
pub(crate) fn serve(request: &Request, lang: Option<Lang>, locale: Lang) -> Result<bool, Failure> {
    let (connection, threads) = Connection::stdio();
    let Ok((id, params)) = connection.initialize_start() else { return Ok(false) };
    let params: lsp::InitializeParams = match serde_json::from_value(params) {
        Ok(params) => params,
        Err(error) => return Err(Failure::Usage(error.to_string())),
    };
    let client = Client::new(&params, &request.root, lang, locale);
    let result = lsp::InitializeResult {
        capabilities: client.capabilities(),
        server_info: Some(lsp::ServerInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    };
    let result = serde_json::to_value(result).map_err(io::Error::from)?;
    if connection.initialize_finish(id, result).is_err() {
        return Ok(false);
    }
    let left = Server::new(connection, client, request.clone()).run();
    // The writing thread ends with the connection, and may still have something to say.
    threads.join()?;
    Ok(left)
}
