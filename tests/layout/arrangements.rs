//! What the offered arrangements show.

use detente::layout::{Arrangement, Group, Node, Point, Positions, Progress, Quality, Request, layout, pt};

fn solve(request: &Request) -> Positions {
    layout(request, &Progress::default()).expect("nobody cancels")
}

/// A root with six neighbours, each with four more; one pair apart.
fn two_rings() -> Request {
    let mut request = Request {
        nodes: (0..33).map(|key| Node::new(key, 20.0 + (key % 5) as f32 * 6.0, 12.0)).collect(),
        ..Request::default()
    };
    request.edges = (1..7).map(|near| (0, near, 1.0)).collect();
    request.edges.extend((7..31).map(|far| (1 + (far - 7) / 4, far, 1.0)));
    request.edges.push((31, 32, 1.0));
    request.arrangement = Arrangement::Concentric { roots: vec![0] };
    request
}

fn assert_clear(request: &Request, positions: &Positions) {
    let quality = Quality::of(request, positions);
    assert_eq!((quality.overlaps, quality.intrusions), (0, 0), "{quality:?}");
}

#[test]
fn rings_stand_about_their_root_by_distance() {
    let request = two_rings();
    let positions = solve(&request);
    assert_clear(&request, &positions);
    let from_root = |n: usize| (positions.nodes[n] - positions.nodes[0]).length();
    let farthest = |nodes: std::ops::Range<usize>| nodes.map(from_root).fold(0.0, f32::max);
    let nearest = |nodes: std::ops::Range<usize>| nodes.map(from_root).fold(f32::MAX, f32::min);
    assert!(farthest(1..7) < nearest(7..31));
    assert!(farthest(7..31) < nearest(31..33));
    // Each stands on the side of what it was reached from.
    let across = |a: usize, b: usize| (positions.nodes[a] - positions.nodes[b]).length();
    assert!((7..31).all(|far| across(1 + (far - 7) / 4, far) < from_root(far)));
}

#[test]
fn a_pin_holds_on_a_ring_and_unknown_roots_are_ignored() {
    let mut request = two_rings();
    request.arrangement = Arrangement::Concentric { roots: vec![99] };
    request.nodes[0].weight = 5.0;
    request.nodes[4].pinned = Some(pt(10.0, 5.0));
    let positions = solve(&request);
    assert_clear(&request, &positions);
    assert_eq!(positions.nodes[4], pt(10.0, 5.0));
    assert!(positions.nodes[0].length() < 150.0, "the heaviest is the root");
}

#[test]
fn a_large_star_is_a_band_and_not_one_wide_ring() {
    let mut request =
        Request { nodes: (0..3_000).map(|key| Node::new(key, 30.0, 12.0)).collect(), ..Request::default() };
    request.edges = (1..3_000).map(|leaf| (0, leaf, 1.0)).collect();
    request.arrangement = Arrangement::Concentric { roots: vec![0] };
    let positions = solve(&request);
    assert_clear(&request, &positions);
    // On one ring the middle would be empty: three thousand rooms make a circle of many thousand points.
    assert!(positions.bounds.width() < 8_000.0, "{:?}", positions.bounds);
}

#[test]
fn rows_show_depth_and_parents_stand_above_what_is_part_of_them() {
    let mut request = Request {
        nodes: (0..40).map(|key| Node::new(key, 18.0 + (key % 4) as f32 * 8.0, 12.0)).collect(),
        ..Request::default()
    };
    // Two trees of three rows, ten nodes alone; the group does not tear the rows apart.
    let parents: Vec<Option<u32>> = (0..40)
        .map(|n: u32| match n {
            0 | 1 | 30.. => None,
            2..8 => Some(n % 2),
            _ => Some(2 + n % 6),
        })
        .collect();
    request.groups.push(Group::default());
    (0..20).for_each(|n| request.nodes[n].group = Some(0));
    request.arrangement = Arrangement::Layered { parents: parents.clone() };
    let positions = solve(&request);
    assert_eq!(Quality::of(&request, &positions).overlaps, 0);
    assert_eq!(positions.groups[0].rect.area(), 0.0);
    for (n, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            assert!(positions.nodes[n].y > positions.nodes[*parent as usize].y + 24.0, "{n}");
        }
    }
    let row = |nodes: &[usize]| nodes.iter().all(|&n| positions.nodes[n].y == positions.nodes[nodes[0]].y);
    assert!(row(&[2, 4, 6]) && row(&[8, 10, 12]));
}

#[test]
fn a_circle_of_parents_is_no_trouble() {
    let mut request =
        Request { nodes: (0..4).map(|key| Node::new(key, 20.0, 12.0)).collect(), ..Request::default() };
    let parents = vec![Some(1), Some(0), Some(2), Some(77)];
    request.arrangement = Arrangement::Layered { parents };
    assert_clear(&request, &solve(&request));
}

#[test]
fn fixed_places_keep_their_shape_and_others_find_room() {
    let mut request =
        Request { nodes: (0..12).map(|key| Node::new(key, 20.0, 12.0)).collect(), ..Request::default() };
    request.edges = vec![(10, 3, 1.0), (11, 10, 1.0)];
    // As a file from elsewhere has them: within a square of side one.
    let chosen: Vec<Point> = (0..10).map(|n| pt((n % 4) as f32 / 3.0, (n / 4) as f32 / 2.0)).collect();
    let places = chosen.iter().map(|&p| Some(p)).chain([None, Some(pt(f32::NAN, 0.0))]).collect();
    request.arrangement = Arrangement::Fixed { places };
    let positions = solve(&request);
    assert_clear(&request, &positions);
    let scale = (positions.nodes[3] - positions.nodes[0]).length();
    for (place, &was) in positions.nodes.iter().zip(&chosen) {
        assert!((*place - positions.nodes[0] - was * scale).length() < 0.01 * scale, "{place:?} {was:?}");
    }
}
