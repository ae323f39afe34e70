// Reads a graph with graphology and prints what it then holds, as JSON in the form of read.py.
//
//     DETENTE_PEERS=FOLDER_OF_NODE_MODULES node read.mjs graphology-gexf|graphology-graphml FILE

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.DETENTE_PEERS, "package.json"));
const { MultiGraph } = require("graphology");

const [reader, path] = process.argv.slice(2);
const graph = require(reader).parse(MultiGraph, readFileSync(path, "utf8"));

const node = (id, { label, x, y, size, color, shape, ...attributes }) => {
  const colour = color?.startsWith("#") ? color.slice(1) : color?.match(/\d+/g)?.slice(0, 3).map((part) => Number(part).toString(16).padStart(2, "0")).join("");
  const place = x === undefined ? undefined : [x, y];
  return { id, label, attributes, place, size, colour };
};

const edge = (key, { label, ...attributes }, from, to, _fromData, _toData, isUndirected) => {
  const isMutual = attributes["detente:mutual"] === true;
  delete attributes["detente:mutual"];
  // Keys of its own, where the file has none.
  const id = key.startsWith("geid_") ? null : key;
  return { id, from, to, directed: !isUndirected && !isMutual, label, attributes };
};

const title = graph.getAttribute("title") ?? graph.getAttribute("name");
console.log(JSON.stringify({ title, nodes: graph.mapNodes(node), edges: graph.mapEdges(edge) }));
