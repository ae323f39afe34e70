//! What a layout promises, held on a network of the size that the program is made for.

use detente::layout::{Node, Point, Positions, Progress, Quality, Rect, Request, layout, pt};

use crate::layout_fixture::{Kind, Network, add, network};

fn solve(request: &Request) -> Positions {
    layout(request, &Progress::default()).expect("nobody cancels")
}

/// Everything that the picture is made of, bit by bit.
fn bits(positions: &Positions) -> Vec<u32> {
    let point = |p: Point| [p.x.to_bits(), p.y.to_bits()];
    let rect = |r: Rect| [point(r.min), point(r.max)].concat();
    let mut bits: Vec<u32> = positions.nodes.iter().copied().flat_map(point).collect();
    bits.extend(positions.groups.iter().flat_map(|g| rect(g.rect)));
    bits.extend(rect(positions.bounds));
    bits
}

fn settled(mut network: Network, positions: &Positions) -> Network {
    for (node, &place) in network.request.nodes.iter_mut().zip(&positions.nodes) {
        node.previous = Some(place);
    }
    network
}

fn assert_clear(request: &Request, positions: &Positions) {
    let quality = Quality::of(request, positions);
    assert_eq!((quality.overlaps, quality.intrusions), (0, 0), "{quality:?}");
    for (node, &place) in request.nodes.iter().zip(&positions.nodes) {
        let room = node.extent.shifted(place);
        assert!(positions.bounds.grown(0.1).encloses(&room));
        if let Some(group) = node.group {
            assert!(positions.groups[group as usize].rect.grown(0.1).encloses(&room));
        }
    }
}

#[test]
fn the_picture_is_clear_and_fills_its_page() {
    let network = network();
    let positions = solve(&network.request);
    assert_clear(&network.request, &positions);
    let quality = Quality::of(&network.request, &positions);
    // Bounds with some air above what the search reaches, so that a step back shows.
    assert!(quality.crossings <= 58, "{quality:?}");
    assert!(quality.over_nodes <= 13, "{quality:?}");
    assert!(quality.over_regions <= 2, "{quality:?}");
    assert!(quality.edge_length < 270.0, "{quality:?}");
    assert!(quality.fill > 0.24, "{quality:?}");
    assert!((1.1..=2.0).contains(&quality.aspect), "{quality:?}");
}

#[test]
fn pictures_of_other_seeds_are_as_good() {
    let network = network();
    let seeds = 8;
    let of_seed = |seed: u64| {
        let request = Request { seed, ..network.request.clone() };
        Quality::of(&request, &solve(&request))
    };
    let all: Vec<Quality> = (0..seeds).map(of_seed).collect();
    let mean = |part: fn(&Quality) -> f32| all.iter().map(part).sum::<f32>() / seeds as f32;
    assert!(mean(|q| q.crossings as f32) <= 55.0, "{all:?}");
    assert!(mean(|q| q.over_nodes as f32) <= 12.0, "{all:?}");
    assert!(mean(|q| q.over_regions as f32) <= 2.0, "{all:?}");
    assert!(mean(|q| q.edge_length) < 265.0, "{all:?}");
    assert!(mean(|q| q.fill) > 0.29, "{all:?}");
}

#[test]
fn the_same_request_gives_the_same_bytes_in_any_order_of_input() {
    let network = network();
    let first = solve(&network.request);
    assert_eq!(bits(&first), bits(&solve(&network.request)));

    // The nodes from last to first, the groups too, the edges turned about.
    let n = network.request.nodes.len() as u32;
    let g = network.request.groups.len() as u32;
    let mut turned = network.request.clone();
    turned.nodes.reverse();
    turned.nodes.iter_mut().for_each(|node| node.group = node.group.map(|group| g - 1 - group));
    turned.groups.reverse();
    turned.groups.iter_mut().for_each(|group| group.head = group.head.map(|head| n - 1 - head));
    turned.edges = turned.edges.iter().rev().map(|&(a, b, w)| (n - 1 - b, n - 1 - a, w)).collect();
    let mut second = solve(&turned);
    second.nodes.reverse();
    second.groups.reverse();
    assert_eq!(bits(&first), bits(&second));
}

#[test]
fn a_settled_layout_stays_as_it_is() {
    let positions = solve(&network().request);
    let again = solve(&settled(network(), &positions).request);
    assert_eq!(positions.nodes, again.nodes);
}

#[test]
fn one_more_node_moves_the_others_little() {
    let positions = solve(&network().request);
    let old = positions.nodes.len();
    // A single node; and a member of the largest group, whose region grows.
    for group in [None, Some(0)] {
        let mut network = settled(network(), &positions);
        add(&mut network, "Newcomer", Kind::State, group);
        network.request.edges.extend([(old as u32, 0, 1.0), (old as u32, 10, 1.0)]);
        let next = solve(&network.request);
        assert_clear(&network.request, &next);
        let moved: Vec<f32> =
            positions.nodes.iter().zip(&next.nodes).map(|(&a, &b)| (b - a).length()).collect();
        let mean = moved.iter().sum::<f32>() / old as f32;
        let size = positions.bounds.width();
        assert!(mean < 0.03 * size, "mean {mean} of {size}");
        assert!(moved.iter().all(|&m| m < 0.2 * size), "{moved:?}");
    }
}

#[test]
fn one_less_node_moves_no_other() {
    let positions = solve(&network().request);
    let mut network = settled(network(), &positions);
    // The last node is an instrument; its edges go with it.
    let last = network.request.nodes.len() as u32 - 1;
    network.request.nodes.pop();
    network.request.edges.retain(|&(a, b, _)| a != last && b != last);
    assert_eq!(solve(&network.request).nodes, positions.nodes[..last as usize]);
}

#[test]
fn pinned_nodes_stay_exactly_and_the_rest_makes_room() {
    let positions = solve(&network().request);
    let mut network = settled(network(), &positions);
    let (state, member) = (30, 1);
    // One right upon another node, and a member of a group a little aside.
    let pins =
        [(state, positions.nodes[25] + pt(3.1, -2.7)), (member, positions.nodes[member] + pt(11.3, 7.9))];
    for (node, place) in pins {
        network.request.nodes[node].pinned = Some(place);
    }
    let next = solve(&network.request);
    assert_clear(&network.request, &next);
    for (node, place) in pins {
        assert_eq!(next.nodes[node], place);
    }
}

#[test]
fn a_pin_holds_in_a_layout_from_nothing() {
    let mut network = network();
    let place = pt(123.456, -78.9);
    network.request.nodes[30].pinned = Some(place);
    let positions = solve(&network.request);
    assert_eq!(positions.nodes[30], place);
    assert_clear(&network.request, &positions);
}

#[test]
fn a_cancelled_layout_gives_nothing() {
    let progress = Progress::default();
    progress.cancel();
    assert_eq!(layout(&network().request, &progress), None);
}

#[test]
fn what_makes_no_sense_is_ignored() {
    let nan = f32::NAN;
    let mut request = Request { aspect: nan, ..Request::default() };
    assert_eq!(solve(&request).nodes, []);
    for key in 0..4 {
        request.nodes.push(Node::new(key % 2, 10.0, nan));
    }
    request.nodes[0].group = Some(7);
    request.nodes[1].pinned = Some(pt(nan, 0.0));
    request.nodes[2].previous = Some(pt(f32::INFINITY, 0.0));
    request.nodes[3].weight = nan;
    request.groups.push(detente::layout::Group { head: Some(99), ..Default::default() });
    request.edges = vec![(0, 0, 1.0), (0, 9, 1.0), (0, 1, nan), (1, 0, -3.0), (2, 3, f32::INFINITY)];
    let positions = solve(&request);
    assert!(positions.nodes.iter().all(|p| p.is_finite()));
    assert_eq!(positions.groups.len(), 1);
    assert_eq!(Quality::of(&request, &positions).overlaps, 0);
}

#[test]
fn coincident_previous_places_come_apart() {
    let mut request = Request::default();
    for key in 0..30 {
        request.nodes.push(Node { previous: Some(pt(5.0, 5.0)), ..Node::new(key, 20.0, 12.0) });
    }
    assert_eq!(Quality::of(&request, &solve(&request)).overlaps, 0);
}

#[test]
fn a_large_network_is_laid_out_without_overlap() {
    let mut request = Request::default();
    request.nodes.extend((0..600).map(|key| Node::new(key, 20.0 + (key % 7) as f32 * 4.0, 15.0)));
    for g in 0..20u32 {
        request.groups.push(detente::layout::Group { head: Some(g * 8), ..Default::default() });
        for member in 0..8 {
            request.nodes[(g * 8 + member) as usize].group = Some(g);
        }
    }
    // A tree, with shortcuts; the last fifty nodes are alone.
    request.edges.extend((1..550u32).map(|i| (i, i * 7919 % i, 1.0)));
    request.edges.extend((0..500u32).map(|i| (i * 31 % 550, i * 17 % 550, 1.0)));
    let positions = solve(&request);
    assert_clear(&request, &positions);
}
