//! Draws the layout of the test network as an SVG file, to be looked at:
//! `cargo run --release --example layout_sheet -- sheet.svg`

use std::error::Error;
use std::fmt::Write;

use detente::layout::{Positions, Progress, Quality, layout};

#[path = "../tests/layout_fixture/mod.rs"]
pub mod layout_fixture;

use layout_fixture::{Kind, Network, network};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: layout_sheet OUT.svg")?;
    let network = network();
    let positions = layout(&network.request, &Progress::default()).ok_or("cancelled")?;
    println!("{:#?}", Quality::of(&network.request, &positions));
    std::fs::write(path, draw(&network, &positions)?)?;
    Ok(())
}

/// The picture: regions, edges, nodes with their names.
pub fn draw(network: &Network, positions: &Positions) -> Result<String, std::fmt::Error> {
    let page = positions.bounds.grown(20.0);
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{:.0}" height="{:.0}" viewBox="{} {} {} {}" font-family="sans-serif" font-size="12">"#,
        page.width(),
        page.height(),
        page.min.x,
        page.min.y,
        page.width(),
        page.height()
    );
    svg.push_str(r#"<rect x="-9999" y="-9999" width="19999" height="19999" fill="white"/>"#);
    for region in &positions.groups {
        let r = region.rect;
        write!(
            svg,
            r##"<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="#eef3fa" stroke="#b8c8dc"/>"##,
            r.min.x,
            r.min.y,
            r.width(),
            r.height(),
            region.radius
        )?;
    }
    for &(a, b, _) in &network.request.edges {
        let (p, q) = (positions.nodes[a as usize], positions.nodes[b as usize]);
        write!(svg, r##"<path d="M{} {}L{} {}" stroke="#888"/>"##, p.x, p.y, q.x, q.y)?;
    }
    for ((p, kind), name) in positions.nodes.iter().zip(&network.kinds).zip(&network.names) {
        let r = kind.radius();
        let (fill, corner) = match kind {
            Kind::State => ("#2b6cb0", r),
            Kind::Government => ("#4a90c2", 3.0),
            Kind::Person => ("#7fb2d9", r),
            Kind::Body => ("#6b7a8c", 3.0),
            Kind::Instrument => ("#c58a2c", 0.0),
        };
        write!(
            svg,
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{corner}" fill="{fill}"/>
               <text x="{}" y="{}" text-anchor="middle">{name}</text>"#,
            p.x - r,
            p.y - r,
            2.0 * r,
            2.0 * r,
            p.x,
            p.y + r + 13.0
        )?;
    }
    svg.push_str("</svg>");
    Ok(svg)
}
