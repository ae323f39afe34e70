//! A dataset's graph and where its nodes stand, in each arrangement that was asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::Pos2;

use crate::analysis::parts;
use crate::dataset::{Dataset, Id, NodeId};
use crate::layout::worker::Worker;
use crate::layout::{self, Positions};
use crate::session::Arrangement;

use super::guides::Guides;
use super::model::Graph;
use super::of_file;
use super::plane::Plane;

/// So many arrangements are kept, to come back to.
const KEPT: usize = 4;

/// A dataset's graph and, once they are there, the places of its nodes.
pub struct LaidOut {
    /// The dataset.
    pub dataset: Arc<Dataset>,
    /// Its graph.
    pub graph: Graph,
    /// Where the nodes stand.
    pub places: Option<Places>,
    /// The arrangement in which they do.
    shown: Option<Arrangement>,
    /// None where the layout is not left to a thread.
    worker: Option<Worker>,
    /// What the worker was asked for last, until it answers.
    pending: Option<Arrangement>,
    made: Vec<(Arrangement, Positions)>,
}

/// Where the nodes stand.
pub struct Places {
    /// As they were laid out.
    pub positions: Positions,
    /// The same, indexed, with what was dragged.
    pub plane: Plane,
    /// What shows the arrangement beside nodes and ties.
    pub guides: Guides,
    /// Grows whenever a node is moved.
    pub revision: u64,
}

impl LaidOut {
    /// A graph that has no places yet, or those `given` where it is arranged by ties.
    pub fn new(
        dataset: &Arc<Dataset>,
        graph: Graph,
        worker: Option<Worker>,
        given: Option<Positions>,
    ) -> Self {
        let given = given.filter(|given| given.nodes.len() == graph.nodes.len());
        Self {
            dataset: Arc::clone(dataset),
            graph,
            places: None,
            shown: None,
            worker,
            pending: None,
            made: given.map(|given| (Arrangement::ByTies, given)).into_iter().collect(),
        }
    }

    /// The same for a dataset that has the same nodes and ties, in the same order.
    pub fn of_same_network(self, dataset: &Arc<Dataset>) -> Self {
        Self { dataset: Arc::clone(dataset), ..self }
    }

    /// The arrangement that is shown; none before the first.
    pub fn shown(&self) -> Option<&Arrangement> {
        self.shown.as_ref()
    }

    /// The positions of an arrangement that is not shown yet, as soon as they are there; the worker is asked for them
    /// where they are not.
    pub fn positions(&mut self, wanted: &Arrangement) -> Option<Positions> {
        if let Some(positions) = self.worker.as_ref().and_then(Worker::poll)
            && let Some(arrangement) = self.pending.take()
        {
            if self.made.len() >= KEPT {
                self.made.remove(1);
            }
            self.made.push((arrangement, positions));
        }
        if self.shown.as_ref() == Some(wanted) {
            return None;
        }
        if let Some((_, positions)) = self.made.iter().find(|(made, _)| made == wanted) {
            return Some(positions.clone());
        }
        if *wanted == Arrangement::File
            && let Some(places) = of_file::places(&self.dataset, &self.graph)
        {
            return Some(of_file::positions(places.into_iter(), &self.graph));
        }
        let Some(worker) = &self.worker else { return layout::recalled(&self.request(wanted)) };
        if self.pending.as_ref() != Some(wanted) {
            worker.request(self.request(wanted));
            self.pending = Some(wanted.clone());
        }
        None
    }

    /// Shows an arrangement.
    pub fn show(
        &mut self,
        arrangement: &Arrangement,
        mut positions: Positions,
        pinned: &BTreeMap<NodeId, Pos2>,
    ) {
        self.shown = Some(arrangement.clone());
        let guides = match arrangement {
            Arrangement::Rings(roots) => Guides::of_rings(&self.graph, &positions, roots),
            Arrangement::Rows => Guides::of_rows(wholes(&self.dataset, &self.graph)),
            Arrangement::ByTies | Arrangement::File => Guides::default(),
        };
        positions.bounds = guides.bounds(positions.bounds);
        self.place(positions, guides, pinned);
    }

    /// Lets go of what was dragged.
    pub fn unpin(&mut self) {
        if let Some(places) = &self.places {
            self.place(places.positions.clone(), places.guides.clone(), &BTreeMap::new());
        }
    }

    fn place(&mut self, positions: Positions, guides: Guides, pinned: &BTreeMap<NodeId, Pos2>) {
        let graph = &self.graph;
        let moved = pinned.iter().map(|(&node, &at)| (graph.place(node), at));
        let plane = Plane::new(graph, &positions, moved.filter(|&(node, _)| node < graph.nodes.len()));
        let revision = self.places.as_ref().map_or(0, |places| places.revision + 1);
        self.places = Some(Places { positions, plane, guides, revision });
    }

    fn request(&self, wanted: &Arrangement) -> layout::Request {
        let mut request = self.graph.request.clone();
        if self.shown.is_some() {
            // What was dragged in one arrangement means nothing in another.
            request.nodes.iter_mut().for_each(|node| node.pinned = None);
        }
        request.arrangement = arrangement(&self.dataset, &self.graph, wanted);
        request
    }
}

/// An arrangement as the layout is asked for it.
fn arrangement(dataset: &Dataset, graph: &Graph, wanted: &Arrangement) -> layout::Arrangement {
    match wanted {
        Arrangement::ByTies | Arrangement::File => layout::Arrangement::ByTies,
        Arrangement::Rings(roots) => layout::Arrangement::Concentric {
            roots: roots.iter().map(|&root| graph.place(root) as u32).collect(),
        },
        Arrangement::Rows => layout::Arrangement::Layered { parents: wholes(dataset, graph) },
    }
}

/// For each node the whole that it is part of, by its first tie.
fn wholes(dataset: &Dataset, graph: &Graph) -> Vec<Option<u32>> {
    let whole = |node: &NodeId| {
        let (whole, _) = parts::ties(&dataset.actors[node.actor()?]).next()?;
        Some(whole.index() as u32)
    };
    graph.nodes.iter().map(whole).collect()
}

/// Lays a dataset out as a figure has it, and remembers that for when the figure is drawn.
pub fn lay_out_ahead(dataset: &Arc<Dataset>, wanted: &Arrangement) {
    let graph = Graph::new(dataset, &BTreeMap::new());
    let _ = LaidOut::new(dataset, graph, None, None).positions(wanted);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Item, bundled};

    fn laid_out(arrangement: impl Fn(&Dataset) -> Arrangement) -> LaidOut {
        let dataset = Arc::new(bundled::load().dataset.expect("the bundled dataset"));
        let wanted = arrangement(&dataset);
        let mut laid_out = LaidOut::new(&dataset, Graph::new(&dataset, &BTreeMap::new()), None, None);
        let positions = laid_out.positions(&wanted).expect("a layout");
        laid_out.show(&wanted, positions, &BTreeMap::new());
        laid_out
    }

    fn node(dataset: &Dataset, key: &str) -> NodeId {
        match dataset.item(key) {
            Some(Item::Node(node)) => node,
            other => panic!("{key} is {other:?}"),
        }
    }

    #[test]
    fn what_is_one_tie_away_stands_between_the_borders_of_its_ring() {
        let laid_out = laid_out(|dataset| Arrangement::Rings(vec![node(dataset, "NZL")]));
        let places = laid_out.places.as_ref().expect("places");
        let rings = &places.guides.rings;
        assert!(rings.len() >= 2 && rings.is_sorted_by(|one, next| one.radius < next.radius), "{rings:?}");
        assert_eq!((rings[0].distance, rings[1].distance), (Some(1), Some(2)));
        let home = |node: NodeId| node.actor().map(|actor| parts::home(&laid_out.dataset, actor));
        let state = home(node(&laid_out.dataset, "NZL"));
        for (_, tie) in laid_out.dataset.relationships.iter() {
            for (one, other) in [(tie.from, tie.to), (tie.to, tie.from)] {
                let at = places.plane.centre[laid_out.graph.place(other)].to_vec2().length();
                match (home(one) == state, home(other) == state) {
                    (true, true) => assert!(at < rings[0].radius, "{other:?} is in the middle"),
                    (true, false) => {
                        assert!((rings[0].radius..rings[1].radius).contains(&at), "{other:?} at {at}")
                    }
                    (false, _) => {}
                }
            }
        }
    }

    #[test]
    fn parts_stand_in_a_row_below_their_whole() {
        let laid_out = laid_out(|_| Arrangement::Rows);
        let places = laid_out.places.as_ref().expect("places");
        let mut rows: BTreeMap<u32, f32> = BTreeMap::new();
        for (part, whole) in places.guides.wholes.iter().enumerate() {
            let Some(whole) = whole else { continue };
            let (above, y) = (places.plane.centre[*whole as usize].y, places.plane.centre[part].y);
            assert!(y > above + 40.0, "there is room for the lines between them");
            assert!(
                (rows.entry(*whole).or_insert(y).to_owned() - y).abs() < 0.01,
                "all parts are in one row"
            );
        }
        assert!(rows.len() > 5);
    }

    #[test]
    fn an_arrangement_comes_back_as_it_was() {
        let mut laid_out = laid_out(|_| Arrangement::ByTies);
        let first = laid_out.places.as_ref().expect("places").positions.clone();
        assert!(laid_out.positions(&Arrangement::ByTies).is_none(), "it is shown already");
        let rows = laid_out.positions(&Arrangement::Rows).expect("rows");
        laid_out.show(&Arrangement::Rows, rows, &BTreeMap::new());
        assert_eq!(laid_out.positions(&Arrangement::ByTies), Some(first));
    }
}
