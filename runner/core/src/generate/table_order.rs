//! Orders tables by their foreign keys, so that a script reads from parents to children.

use std::collections::BTreeSet;

use super::catalogue::Catalogue;
use crate::sql::name::Name;

/// The keys of all tables: one that is referred to stands before the one that refers to it, where references do not
/// go round in a circle; otherwise by name.
pub(super) fn parents_first(catalogue: &Catalogue) -> Vec<&Name> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for name in catalogue.tables.keys() {
        visit_parents(catalogue, name, &mut seen, &mut order);
    }
    order
}

/// Visits with a stack of its own: chains of references can be long.
fn visit_parents<'a>(
    catalogue: &'a Catalogue,
    name: &'a Name,
    seen: &mut BTreeSet<&'a Name>,
    order: &mut Vec<&'a Name>,
) {
    let mut stack = vec![(name, false)];
    while let Some((name, parents_done)) = stack.pop() {
        if parents_done {
            order.push(name);
            continue;
        }
        let Some((name, table)) = catalogue.tables.get_key_value(name) else { continue };
        if !seen.insert(name) {
            continue;
        }
        stack.push((name, true));
        let parents: BTreeSet<&Name> =
            table.definition.references().map(|reference| &reference.table).collect();
        stack.extend(
            parents
                .into_iter()
                .rev()
                .filter(|parent| !seen.contains(parent))
                .map(|parent| (parent, false)),
        );
    }
}
