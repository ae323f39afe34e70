//! What a layout promises on networks of many thousand nodes.

use detente::layout::{Group, Node, Point, Positions, Progress, Rect, Request, Size, layout, pt};

/// Numbers from 0 up to and without 1, the same on every run (Marsaglia 2003).
struct Random(u64);

impl Random {
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1u64 << 24) as f32
    }

    fn below(&mut self, n: usize) -> usize {
        ((self.next() * n as f32) as usize).min(n - 1)
    }
}

/// A network in which each new node is tied to two others, rather to those with many ties.
fn network(nodes: usize) -> Request {
    let mut random = Random(88_172_645_463_325_252);
    let mut request = Request::default();
    let mut ends: Vec<u32> = vec![0];
    for node in 0..nodes as u32 {
        let wide = random.next();
        request.nodes.push(Node::new(u64::from(node), 15.0 + 50.0 * wide * wide, 12.0));
        for _ in 0..2 {
            let other = ends[random.below(ends.len())];
            if other != node {
                request.edges.push((node, other, 1.0));
                ends.extend([node, other]);
            }
        }
    }
    request
}

fn solve(request: &Request) -> Positions {
    layout(request, &Progress::default()).expect("nobody cancels")
}

fn bits(positions: &Positions) -> Vec<[u32; 2]> {
    positions.nodes.iter().map(|p| [p.x.to_bits(), p.y.to_bits()]).collect()
}

/// Pairs of rooms that overlap by more than rounding.
fn overlaps(request: &Request, positions: &Positions) -> usize {
    let mut rooms: Vec<Rect> = request
        .nodes
        .iter()
        .zip(&positions.nodes)
        .map(|(node, &place)| node.extent.shifted(place).grown(-0.1))
        .collect();
    rooms.sort_by(|a, b| a.min.x.total_cmp(&b.min.x));
    let mut count = 0;
    for (i, room) in rooms.iter().enumerate() {
        let near = rooms[i + 1..].iter().take_while(|other| other.min.x < room.max.x);
        count += near.filter(|other| other.overlaps(room)).count();
    }
    count
}

fn assert_sound(request: &Request, positions: &Positions) {
    assert_eq!(positions.nodes.len(), request.nodes.len());
    assert!(positions.nodes.iter().all(|p| p.is_finite()));
    assert_eq!(overlaps(request, positions), 0);
}

/// The mean distance of tied nodes over that of any two.
fn closeness(request: &Request, positions: &Positions) -> f32 {
    let apart = |a: u32, b: u32| (positions.nodes[a as usize] - positions.nodes[b as usize]).length();
    let tied: f32 = request.edges.iter().map(|&(a, b, _)| apart(a, b)).sum();
    let mut random = Random(7);
    let n = request.nodes.len();
    let any: f32 =
        (0..request.edges.len()).map(|_| apart(random.below(n) as u32, random.below(n) as u32)).sum();
    tied / any
}

#[test]
fn a_large_network_is_clear_and_what_is_tied_stands_near() {
    let request = network(20_000);
    let positions = solve(&request);
    assert_sound(&request, &positions);
    assert!(closeness(&request, &positions) < 0.5, "{}", closeness(&request, &positions));
    let (width, height) = (positions.bounds.width(), positions.bounds.height());
    assert!((0.8..3.0).contains(&(width / height)), "{width} {height}");
}

#[test]
fn a_grid_unfolds() {
    let side = 60u32;
    let mut request = Request::default();
    for i in 0..side * side {
        request.nodes.push(Node::new(u64::from(i), 10.0, 10.0));
        if i % side + 1 < side {
            request.edges.push((i, i + 1, 1.0));
        }
        if i + side < side * side {
            request.edges.push((i, i + side, 1.0));
        }
    }
    let positions = solve(&request);
    assert_sound(&request, &positions);
    // In a fold or a twist, places beside each other would be far along the ties.
    let mean: f32 = request
        .edges
        .iter()
        .map(|&(a, b, _)| (positions.nodes[a as usize] - positions.nodes[b as usize]).length())
        .sum::<f32>()
        / request.edges.len() as f32;
    let corner = |i: u32| positions.nodes[i as usize];
    let across = (corner(0) - corner(side * side - 1)).length();
    let other = (corner(side - 1) - corner(side * (side - 1))).length();
    let whole = side as f32 * mean;
    assert!(across > whole && other > whole, "{across} {other} {whole}");
}

#[test]
fn the_bytes_are_the_same_on_any_number_of_threads() {
    let request = network(9_000);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| bits(&solve(&request)))
    };
    let one = on(1);
    assert!(one == on(2));
    assert!(one == on(4));
}

#[test]
fn the_order_of_input_does_not_matter() {
    let request = network(3_000);
    let first = solve(&request);
    let n = request.nodes.len() as u32;
    let mut turned = request.clone();
    turned.nodes.reverse();
    turned.edges = request.edges.iter().rev().map(|&(a, b, w)| (n - 1 - b, n - 1 - a, w)).collect();
    let mut second = solve(&turned);
    second.nodes.reverse();
    assert!(bits(&first) == bits(&second));
}

#[test]
fn a_settled_layout_stays_and_a_small_change_moves_little() {
    let mut request = network(6_000);
    let positions = solve(&request);
    for (node, &place) in request.nodes.iter_mut().zip(&positions.nodes) {
        node.previous = Some(place);
    }
    assert!(bits(&solve(&request)) == bits(&positions));

    let old = request.nodes.len() as u32;
    for new in 0..60 {
        request.nodes.push(Node::new(1_000_000 + u64::from(new), 30.0, 12.0));
        request.edges.push((old + new, new * 90, 1.0));
    }
    let next = solve(&request);
    assert_sound(&request, &next);
    let moved = positions.nodes.iter().zip(&next.nodes).map(|(&a, &b)| (b - a).length()).sum::<f32>();
    assert!(moved / (old as f32) < 0.001 * positions.bounds.width(), "{moved}");
    let near = |new: u32| (next.nodes[(old + new) as usize] - next.nodes[(new * 90) as usize]).length();
    assert!((0..60).all(|new| near(new) < 0.1 * positions.bounds.width()));
}

#[test]
fn many_newcomers_find_places() {
    let mut request = network(3_000);
    let positions = solve(&request);
    for (node, &place) in request.nodes.iter_mut().zip(&positions.nodes) {
        node.previous = Some(place);
    }
    // A crowd at one hub, and as many that are tied to nothing.
    for new in 0..2_000u32 {
        request.nodes.push(Node::new(1_000_000 + u64::from(new), 30.0, 12.0));
        if new < 1_000 {
            request.edges.push((3_000 + new, 0, 1.0));
        }
    }
    assert_sound(&request, &solve(&request));
}

#[test]
fn pinned_nodes_stay_exactly() {
    // Few pins in a picture made from nothing, and a pin for every second node of a settled one.
    let mut request = network(4_000);
    let pins = [(3, pt(12.5, -7.25)), (100, pt(900.0, 450.0)), (2_000, pt(-800.0, 333.3))];
    for (node, place) in pins {
        request.nodes[node].pinned = Some(place);
    }
    let positions = solve(&request);
    assert_sound(&request, &positions);
    assert!(pins.iter().all(|&(node, place)| positions.nodes[node] == place));
    assert!(closeness(&request, &positions) < 0.5);

    let mut pinned = network(4_000);
    for (node, &place) in pinned.nodes.iter_mut().zip(&positions.nodes).step_by(2) {
        node.pinned = Some(place + pt(0.0, 3.0));
    }
    let next = solve(&pinned);
    for (node, place) in pinned.nodes.iter().zip(&next.nodes) {
        assert!(node.pinned.is_none_or(|pin| pin == *place));
    }
}

#[test]
fn groups_are_clusters_in_a_large_network_too() {
    let mut request = network(4_000);
    for group in 0..40u32 {
        request.groups.push(Group { head: Some(group * 10), label: Size { width: 60.0, height: 14.0 } });
        for member in group * 10..group * 10 + 10 {
            request.nodes[member as usize].group = Some(group);
        }
    }
    let positions = solve(&request);
    assert_sound(&request, &positions);
    for (i, (node, &place)) in request.nodes.iter().zip(&positions.nodes).enumerate() {
        let room = node.extent.shifted(place);
        for (g, region) in positions.groups.iter().enumerate() {
            if node.group == Some(g as u32) {
                assert!(region.rect.grown(0.2).encloses(&room), "{i} is in {g}");
            } else {
                assert!(!region.rect.grown(-0.2).overlaps(&room), "{i} is not in {g}");
            }
        }
    }
}

#[test]
fn a_cancelled_layout_gives_nothing_and_progress_grows() {
    let request = network(5_000);
    let progress = Progress::default();
    progress.cancel();
    assert_eq!(layout(&request, &progress), None);

    let progress = Progress::default();
    let positions = std::thread::scope(|scope| {
        let running = scope.spawn(|| layout(&request, &progress));
        let mut last = 0.0;
        while !running.is_finished() {
            let now = progress.fraction();
            assert!(now >= last, "{now} after {last}");
            last = now;
        }
        running.join().unwrap()
    });
    assert!(positions.is_some());
    assert!(progress.fraction() == 1.0);
}

#[test]
fn hostile_networks_come_out_sound() {
    let nodes = |n: u64| (0..n).map(|key| Node::new(key, 20.0, 10.0)).collect::<Vec<_>>();
    let of = |n: u64, edges: Vec<(u32, u32, f32)>| Request { nodes: nodes(n), edges, ..Request::default() };
    let star = (1..5_000).map(|leaf| (0, leaf, 1.0)).collect();
    let path = (1..5_000).map(|next| (next - 1, next, 1.0)).collect();
    let double =
        (1..3_000).flat_map(|next| [(next - 1, next, 1.0), (next, next - 1, 2.0), (next, next, 1.0)]);
    let pairs = (0..2_000).map(|pair| (2 * pair, 2 * pair + 1, 1.0)).collect();
    let wild =
        (1..2_000).map(|next| (next / 2, next, [f32::NAN, f32::INFINITY, -1.0, 1e30][next as usize % 4]));
    let cases = [
        of(5_000, star),
        of(5_000, path),
        of(3_000, double.collect()),
        of(4_000, pairs),
        of(2_000, wild.chain([(0, u32::MAX, 1.0)]).collect()),
        of(20_000, vec![(3, 4, 1.0)]),
    ];
    for (nth, request) in cases.iter().enumerate() {
        let positions = solve(request);
        assert_eq!(overlaps(request, &positions), 0, "{nth}");
        assert_sound(request, &positions);
    }

    // Sizes and places that are none, all at one place, one room larger than all others together.
    let mut request = network(2_000);
    for (i, node) in request.nodes.iter_mut().enumerate() {
        node.key = 0;
        node.previous = Some([pt(5.0, 5.0), pt(f32::NAN, 0.0), pt(f32::MAX, 1.0), pt(5.0, 5.0)][i % 4]);
        if i % 100 == 7 {
            node.extent = Rect::between(pt(f32::NAN, f32::NEG_INFINITY), pt(f32::INFINITY, 3.0));
        }
    }
    request.nodes[9].extent = Rect::about(Point::ZERO, 4e4, 4e4);
    request.aspect = f32::NAN;
    let positions = solve(&request);
    assert!(positions.nodes.iter().all(|p| p.is_finite()));
}
