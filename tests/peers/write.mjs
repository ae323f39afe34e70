// Writes graphs with graphology into the folder that is named, each with what it holds beside it, as write.py does.
//
//     DETENTE_PEERS=FOLDER_OF_NODE_MODULES node write.mjs FOLDER

import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.DETENTE_PEERS, "package.json"));
const { MultiGraph } = require("graphology");
const gexf = require("graphology-gexf");

const ODD = "<&\"'> ü 🦉";

const graph = new MultiGraph();
graph.setAttribute("title", "Peers & friends");
graph.addNode("anna", { label: "Anna", age: 12, height: 1.5, member: true, motto: ODD, x: 1.5, y: -2, size: 3, color: "#ff0010" });
graph.addNode("ben", { label: "Ben Ödön", age: -3, member: false });
graph.addNode("cleo", { label: "Cleo", height: 0.25 });
graph.addDirectedEdgeWithKey("e1", "anna", "ben", { label: "met", weight: 2.5, since: 1999 });
graph.addDirectedEdgeWithKey("e2", "anna", "ben", { label: "wrote to", motto: ODD });
graph.addUndirectedEdgeWithKey("e3", "ben", "cleo", { label: "knows", close: true });

const LOOKS = ["label", "x", "y", "size", "color"];
const rest = (data) => Object.fromEntries(Object.entries(data).filter(([name]) => !LOOKS.includes(name)));

const holds = {
  title: graph.getAttribute("title"),
  nodes: graph.mapNodes((id, data) => ({
    id,
    label: data.label,
    attributes: rest(data),
    ...(data.x === undefined ? {} : { place: [data.x, data.y], size: data.size, colour: data.color.slice(1) }),
  })),
  edges: graph.mapEdges((_key, data, from, to, _fromData, _toData, isUndirected) => ({
    from,
    to,
    directed: !isUndirected,
    label: data.label,
    attributes: rest(data),
  })),
};

const path = join(process.argv[2], "graphology.gexf");
writeFileSync(path, gexf.write(graph));
writeFileSync(`${path}.holds`, JSON.stringify(holds));
