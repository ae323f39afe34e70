//! Places that a file of another program gives the nodes.

use egui::{Pos2, Rect, pos2};

use crate::dataset::{Dataset, NodeId};
use crate::layout::Positions;
use crate::session::arrangement::place_in_file;

use super::model::Graph;
use super::plane::USUAL_SPACING;

/// Where the file of a dataset says that its nodes stand, in units of the plane and in the order of the graph; `None`
/// where it says so of fewer than half of them. Its y axis points upward and its units are its own, so that the places
/// are turned over and spread as far as those of our own layout. A node of which it says nothing stands in the middle
/// of what it is tied to, or below the rest.
pub fn places(dataset: &Dataset, graph: &Graph) -> Option<Vec<Pos2>> {
    let told: Vec<Option<Pos2>> = graph.nodes.iter().map(|&node| told(dataset, node)).collect();
    let known = told.iter().flatten().count();
    if known == 0 || 2 * known < told.len() {
        return None;
    }
    let mut bounds = Rect::NOTHING;
    told.iter().flatten().for_each(|&at| bounds.extend_with(at));
    let side = bounds.size().max_elem().max(f32::MIN_POSITIVE);
    // Places on one line have no area to be spread over.
    let area = bounds.width().max(side / 100.0) * bounds.height().max(side / 100.0);
    let scale = USUAL_SPACING * (known as f32 / area).sqrt();
    let spread = |at: Pos2| ((at - bounds.center()) * scale).to_pos2();
    let below = spread(bounds.center_bottom()) + egui::vec2(0.0, 2.0 * USUAL_SPACING);
    let place = |(node, at): (usize, &Option<Pos2>)| match at {
        Some(at) => spread(*at),
        None => middle_of_ties(graph, &told, node).map_or(below, spread),
    };
    Some(told.iter().enumerate().map(place).collect())
}

fn told(dataset: &Dataset, node: NodeId) -> Option<Pos2> {
    let (x, y) = place_in_file(dataset, node)?;
    Some(pos2(x as f32, -y as f32))
}

fn middle_of_ties(graph: &Graph, told: &[Option<Pos2>], node: usize) -> Option<Pos2> {
    let others = graph.pairs_of.of(node).iter().flat_map(|&pair| graph.pairs[pair as usize]);
    let places = others.filter_map(|other| told[other as usize]);
    let (sum, count) =
        places.fold((egui::Vec2::ZERO, 0.0), |(sum, count), at| (sum + at.to_vec2(), count + 1.0));
    (count > 0.0).then(|| (sum / count).to_pos2())
}

/// Positions of nodes that all stand where they were put: no group has a ground, since none was kept together.
pub fn positions(places: impl Iterator<Item = Pos2>, graph: &Graph) -> Positions {
    let nodes: Vec<_> = places.map(|at| crate::layout::pt(at.x, at.y)).collect();
    let rooms = graph.request.nodes.iter().zip(&nodes).map(|(node, &at)| node.extent.shifted(at));
    let bounds = rooms.reduce(|all, room| all.union(&room)).unwrap_or_default();
    Positions { nodes, groups: Vec::new(), bounds }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::dataset::load;

    fn dataset(actors: &str) -> Dataset {
        let json = format!(
            r#"{{ "format": "detente/1", "id": "d", "title": "T", "documents": [], "excerpts": [],
               "actors": [{actors}], "relationships": [
                 {{ "id": "ac", "kind": "alliance", "from": "a", "to": "c" }},
                 {{ "id": "bc", "kind": "alliance", "from": "b", "to": "c" }}] }}"#
        );
        let loaded = load::load("d.json", json.as_bytes());
        loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false)))
    }

    const A: &str = r#"{ "id": "a", "kind": "person", "name": "A", "viz": { "x": 0.5, "y": 0.0 } }"#;
    const B: &str = r#"{ "id": "b", "kind": "person", "name": "B", "viz": { "x": 0.7, "y": 0.2 } }"#;
    const C: &str = r#"{ "id": "c", "kind": "person", "name": "C" }"#;

    #[test]
    fn places_of_a_file_are_turned_over_and_spread() {
        let dataset = dataset(&[A, B, C].join(","));
        let graph = Graph::new(&dataset, &BTreeMap::new());
        let places = places(&dataset, &graph).expect("two of three have a place");
        assert!(places[0].x < places[1].x && places[0].y > places[1].y, "{places:?}");
        assert!(places[2].distance(places[0].lerp(places[1], 0.5)) < 0.01, "C is tied to both");
        let apart = places[0].distance(places[1]);
        assert!((USUAL_SPACING..4.0 * USUAL_SPACING).contains(&apart), "{apart}");
    }

    #[test]
    fn a_file_that_places_few_of_its_nodes_places_none() {
        let none = |json: &str| json.replace(r#", "viz": { "x": 0.7, "y": 0.2 }"#, "");
        let dataset = dataset(&[A, &none(B), C].join(","));
        assert!(places(&dataset, &Graph::new(&dataset, &BTreeMap::new())).is_none());
    }
}
