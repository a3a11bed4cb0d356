//! A finished page as a tree, as a browser would make it: whatever an author's own HTML leaves open is
//! closed where the tree is written again, so that no page can spill into the next.
//!
//! The only module of the program that knows the parser.

use html5ever::serialize::{SerializeOpts, TraversalScope, serialize};
use html5ever::tendril::TendrilSink as _;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, LocalName, ParseOpts, QualName, ns, parse_document};
use markup5ever_rcdom::{Handle, Node, NodeData, RcDom, SerializableHandle};
use std::rc::Rc;

/// A page.
pub(super) struct Tree(RcDom);

/// An element of it.
#[derive(Clone)]
pub(super) struct Element(Handle);

impl Tree {
    /// Reads a page. Contents of templates and of `noscript` are read like all else.
    pub(super) fn of(html: &str) -> Self {
        let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..Default::default() };
        let opts = ParseOpts { tree_builder, ..Default::default() };
        let dom = parse_document(RcDom::default(), opts).one(html);
        let tree = Self(dom);
        for element in tree.elements() {
            element.open_template();
        }
        tree
    }

    /// All elements, each before what is in it.
    pub(super) fn elements(&self) -> Vec<Element> {
        below(&self.0.document)
    }

    /// The first element with this name.
    pub(super) fn first(&self, name: &str) -> Option<Element> {
        self.elements().into_iter().find(|element| element.name() == name)
    }

    /// The whole page as HTML.
    pub(super) fn html(&self) -> String {
        written(&self.0.document)
    }
}

impl Element {
    /// Its name, in lower case for HTML.
    pub(super) fn name(&self) -> &str {
        match &self.0.data {
            NodeData::Element { name, .. } => &name.local,
            _ => "",
        }
    }

    /// All elements in it, each before what is in it.
    pub(super) fn elements(&self) -> Vec<Self> {
        below(&self.0)
    }

    /// What is in it as HTML.
    pub(super) fn inner_html(&self) -> String {
        written(&self.0)
    }

    /// The names of its attributes.
    pub(super) fn attributes(&self) -> Vec<String> {
        match &self.0.data {
            NodeData::Element { attrs, .. } => {
                attrs.borrow().iter().map(|attribute| attribute.name.local.to_string()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let NodeData::Element { attrs, .. } = &self.0.data else { return None };
        let attrs = attrs.borrow();
        attrs.iter().find(|a| &*a.name.local == name).map(|a| a.value.to_string())
    }

    /// Gives an attribute a value.
    pub(super) fn set(&self, name: &str, value: &str) {
        let NodeData::Element { attrs, .. } = &self.0.data else { return };
        let mut attrs = attrs.borrow_mut();
        match attrs.iter_mut().find(|a| &*a.name.local == name) {
            Some(attribute) => attribute.value = value.into(),
            None => {
                let name = QualName::new(None, ns!(), LocalName::from(name));
                attrs.push(Attribute { name, value: value.into() });
            }
        }
    }

    /// Takes an attribute away.
    pub(super) fn unset(&self, name: &str) {
        if let NodeData::Element { attrs, .. } = &self.0.data {
            attrs.borrow_mut().retain(|a| &*a.name.local != name);
        }
    }

    /// Puts words in its place; none take it away.
    pub(super) fn become_text(&self, words: &str) {
        let text = Node::new(NodeData::Text { contents: std::cell::RefCell::new(words.into()) });
        self.replace(if words.is_empty() { Vec::new() } else { vec![text] });
    }

    /// Puts what is in it in its place.
    pub(super) fn unwrap(&self) {
        let inner = std::mem::take(&mut *self.0.children.borrow_mut());
        self.replace(inner);
    }

    fn replace(&self, by: Vec<Handle>) {
        let Some(parent) = self.0.parent.take().and_then(|parent| parent.upgrade()) else { return };
        for node in &by {
            node.parent.set(Some(Rc::downgrade(&parent)));
        }
        let mut siblings = parent.children.borrow_mut();
        if let Some(at) = siblings.iter().position(|node| Rc::ptr_eq(node, &self.0)) {
            siblings.splice(at..=at, by);
        }
    }

    /// The writer knows children alone.
    fn open_template(&self) {
        let NodeData::Element { template_contents, .. } = &self.0.data else { return };
        let Some(contents) = template_contents.borrow_mut().take() else { return };
        let inner = std::mem::take(&mut *contents.children.borrow_mut());
        for node in &inner {
            node.parent.set(Some(Rc::downgrade(&self.0)));
        }
        *self.0.children.borrow_mut() = inner;
    }
}

fn below(root: &Handle) -> Vec<Element> {
    let is_element = |node: &Handle| matches!(node.data, NodeData::Element { .. });
    nodes_below(root).into_iter().filter(is_element).map(Element).collect()
}

/// All nodes in one, templates opened, in the order of the text; no recursion, for a page may be as deep
/// as it is long.
fn nodes_below(root: &Handle) -> Vec<Handle> {
    let mut found = Vec::new();
    let mut next: Vec<Handle> = root.children.borrow().iter().rev().cloned().collect();
    while let Some(node) = next.pop() {
        next.extend(node.children.borrow().iter().rev().cloned());
        if let NodeData::Element { template_contents, .. } = &node.data
            && let Some(contents) = &*template_contents.borrow()
        {
            next.extend(contents.children.borrow().iter().rev().cloned());
        }
        found.push(node);
    }
    found
}

fn written(of: &Handle) -> String {
    let mut out = Vec::new();
    let opts = SerializeOpts {
        scripting_enabled: false,
        traversal_scope: TraversalScope::ChildrenOnly(None),
        ..Default::default()
    };
    // Nothing is written but to memory.
    let _ = serialize(&mut out, &SerializableHandle::from(Rc::clone(of)), opts);
    String::from_utf8(out).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_open_is_closed_where_its_page_ends() {
        let tree = Tree::of("<main><div><p>a<section></main></div></div>");
        let main = tree.first("main").expect("there");
        assert_eq!(main.inner_html(), "<div><p>a</p><section></section></div>");
    }

    #[test]
    fn contents_of_templates_are_read_and_written() {
        let html =
            "<main><template><a href=\"x\">a</a></template><noscript><b>c</b></noscript></main>";
        let tree = Tree::of(html);
        tree.first("a").expect("there").set("href", "y");
        assert!(tree.html().contains(&html.replace("\"x\"", "\"y\"")), "{}", tree.html());
    }

    #[test]
    fn elements_give_way_to_what_is_in_them() {
        let tree = Tree::of("<main><p>a <a href=\"x\">b <i>c</i></a> d<img alt=\"e\"></p></main>");
        tree.first("a").expect("there").unwrap();
        tree.first("img").expect("there").become_text("f");
        assert_eq!(tree.first("main").expect("there").inner_html(), "<p>a b <i>c</i> df</p>");
    }

    #[test]
    fn a_page_may_be_as_deep_as_it_is_long() {
        let tree = Tree::of(&"<b>".repeat(3000));
        assert!(tree.elements().len() > 3000);
    }
}
