#!/usr/bin/env python3
"""Layouts of large graphs, beside fjadra, d3-force, Graphviz sfdp, OGDF's FMMM and FM3, and igraph.

    cargo bench --bench layout --no-run
    pip install networkx numpy scipy tulip-python igraph; apt-get install graphviz; npm install d3-force
    benches/peers/layout.py target/release/deps/layout-… FOLDER [ROUNDS] [--slow]

The graphs are made in FOLDER, where the npm package must be installed: a power-law graph of 10,000 and one of 100,000
nodes (Holme & Kim), a grid of 100 by 100, and the dependencies of Debian's packages if apt's lists are there.
Every round runs each program once, one after the other, so that a noisy machine is noisy for all; `--slow` adds,
once, those that take minutes. Peers are timed around their layout alone, in processor's seconds, which a noisy
machine changes less; ratios are those of medians, to Detente's.

Quality: S is the mean squared relative error of distances from 40 nodes against the shortest paths, at the scale that
makes it least; ELR is the mean length of an edge over the mean distance of any two nodes; NP is the part of the nodes'
neighbours that are among as many nearest nodes. S and ELR are better when lower, NP when higher.
"""

import os
import re
import resource
import statistics
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

PEER = """
import json, random, resource, subprocess, sys, time
import numpy as np
tool, graph, out, ticks = sys.argv[1:5]
edges = np.fromfile(graph + ".edges", "<u4").reshape(-1, 2).tolist()
nodes = max(map(max, edges)) + 1
if tool == "igraph":
    import igraph
    random.seed(1)
    igraph.set_random_number_generator(random)
    built = igraph.Graph(nodes, edges)
    work = lambda: built.layout_fruchterman_reingold(niter=500, grid="auto").coords
elif tool == "sfdp":
    command = ["sfdp", "-Tplain", "-Gstart=1", "-Goverlap=true", "-Gsplines=false", "-Nlabel=", "-Nshape=point"]
    work = lambda: subprocess.run(command + [graph + ".gv"], capture_output=True, text=True, check=True).stdout
else:
    from tulip import tlp
    built = tlp.newGraph()
    made = built.addNodes(nodes)
    for a, b in edges:
        built.addEdge(made[a], made[b])
    name = {"FM3": "FM^3 (OGDF)", "FMMM": "Fast Multipole Multilevel Embedder (OGDF)"}[tool]
    places = built.getLayoutProperty("viewLayout")
    parameters = tlp.getDefaultPluginParameters(name, built)
    def work():
        built.applyLayoutAlgorithm(name, places, parameters)
        return [[places[n][0], places[n][1]] for n in made]
busy = lambda: sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
start, before = time.perf_counter(), busy()
answer = work()
seconds, used = time.perf_counter() - start, busy() - before
if tool == "sfdp":
    lines = (line.split() for line in answer.splitlines() if line.startswith("node "))
    found = {int(line[1]): (float(line[2]), float(line[3])) for line in lines}
    answer = [found[n] for n in range(nodes)]
np.asarray(answer, "<f4").tofile(out)
print(seconds, used)
"""

D3 = """
const fs = require("fs");
const [graph, ticks] = process.argv.slice(1);
import("d3-force").then(d3 => {
    const bytes = fs.readFileSync(graph + ".edges");
    const links = [];
    let last = 0;
    for (let at = 0; at < bytes.length; at += 8) {
        const [source, target] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
        links.push({source, target});
        last = Math.max(last, source, target);
    }
    const nodes = Array.from({length: last + 1}, () => ({}));
    const simulation = d3.forceSimulation(nodes).force("link", d3.forceLink(links))
        .force("charge", d3.forceManyBody()).force("center", d3.forceCenter()).stop();
    const [start, before] = [performance.now(), process.cpuUsage().user];
    simulation.tick(+ticks);
    console.log((performance.now() - start) / 1e3, (process.cpuUsage().user - before) / 1e6);
});
"""

# Seeds of each graph, and the peers that take minutes for it.
GRAPHS = {"power-law 10k": [], "grid 100×100": ["sfdp"], "power-law 100k": ["sfdp", "FM3"], "Debian": ["sfdp", "FM3"]}


def made(name):
    """The graph of a name, or none where what it is made of is not there."""
    if name == "grid 100×100":
        return nx.convert_node_labels_to_integers(nx.grid_2d_graph(100, 100))
    if name != "Debian":
        return nx.powerlaw_cluster_graph(100_000 if "100k" in name else 10_000, 3, 0.5, seed=42)
    listed = subprocess.run(["apt-cache", "dumpavail"], capture_output=True, text=True).stdout
    graph, package = nx.Graph(), None
    for line in listed.splitlines():
        if line.startswith("Package: "):
            package = line[9:].strip()
        elif line.startswith("Depends: ") and package:
            for other in re.split(r"[,|]", line[9:]):
                other = re.sub(r"[\s(:].*", "", other.strip())
                if other and other != package:
                    graph.add_edge(package, other)
    return graph


def write(graph, path):
    """The largest component, its nodes and edges in an order that tells nothing."""
    graph = graph.subgraph(max(nx.connected_components(graph), key=len))
    random = np.random.default_rng(7)
    number = dict(zip(graph, random.permutation(len(graph)).tolist()))
    edges = np.array([(number[a], number[b]) for a, b in graph.edges() if a != b], dtype="<u4")
    edges[random.permutation(len(edges))].tofile(f"{path}.edges")
    lines = [f"{node};" for node in range(len(number))] + [f"{a}--{b};" for a, b in edges.tolist()]
    Path(f"{path}.gv").write_text("graph {\n" + "\n".join(lines) + "\n}\n")


def quality(path, out):
    edges = np.fromfile(f"{path}.edges", "<u4").reshape(-1, 2).astype("i8")
    places = np.fromfile(out, "<f4").reshape(-1, 2).astype("f8")
    nodes = len(places)
    both = np.concatenate([edges, edges[:, ::-1]])
    matrix = sparse.csr_matrix((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(nodes, nodes))
    matrix.data[:] = 1
    random = np.random.default_rng(3)
    pivots = random.choice(nodes, 40, replace=False)
    wanted = dijkstra(matrix, unweighted=True, indices=pivots)
    found = np.stack([np.hypot(*(places - places[pivot]).T) for pivot in pivots])
    ratio = found[wanted > 0] / wanted[wanted > 0]
    stress = ((ratio * ratio.sum() / (ratio**2).sum() - 1) ** 2).mean()
    some = random.choice(nodes, min(nodes, 3000), replace=False)
    any_two = random.integers(0, nodes, (200_000, 2))
    length = lambda pairs: np.hypot(*(places[pairs[:, 0]] - places[pairs[:, 1]]).T).mean()
    tree, kept = cKDTree(places), 0.0
    for node in some:
        near = matrix.indices[matrix.indptr[node] : matrix.indptr[node + 1]]
        count = min(len(near), 200)
        _, nearest = tree.query(places[node], k=count + 1)
        kept += len(set(near.tolist()) & (set(np.atleast_1d(nearest).tolist()) - {node})) / count
    return f"{stress:.4f} | {length(edges) / length(any_two):.4f} | {kept / len(some):.4f}"


def child(command, **extra):
    """Output of a program, and the processor's seconds that it took as a whole."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    run = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True, **extra)
    return run.stdout, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


class Bench:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def own(self, run, path, out="", ticks=0, threads=1):
        """Wall and processor's seconds of a run of the bench; reading and starting are taken off the latter."""
        env = os.environ | {"RAYON_NUM_THREADS": str(threads)}
        text, used = child([self.program, run, f"{path}.edges", ticks, *([out] if out else [])], env=env)
        return float(text), used

    def ticks(self, run, path, ticks, threads=1):
        """Seconds of one tick: what 3n of them take more than n."""
        (wall, used), (wall3, used3) = (self.own(run, path, "", n, threads) for n in (ticks, 3 * ticks))
        return (wall3 - wall) / (2 * ticks), (used3 - used) / (2 * ticks)

    def d3(self, path, ticks):
        runs = [child(["node", "-e", D3, "--", path, n], cwd=self.folder)[0].split() for n in (ticks, 3 * ticks)]
        return tuple((float(b) - float(a)) / (2 * ticks) for a, b in zip(*runs))

    def peer(self, tool, path, out):
        text, _ = child([sys.executable, "-W", "ignore", "-c", PEER, tool, path, out, 0])
        return tuple(float(part) for part in text.split()[-2:])


def rounds_of(count, runs):
    taken = {name: [] for name in runs}
    for _ in range(count):
        for name, run in runs.items():
            taken[name].append(run())
    return {name: [statistics.median(part) for part in zip(*times)] for name, times in taken.items()}


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--slow"]
    program, folder = Path(arguments[0]).resolve(), Path(arguments[1]).resolve()
    rounds = int(arguments[2]) if len(arguments) > 2 else 5
    slow = "--slow" in sys.argv
    bench = Bench(program, folder)
    paths = {}
    for name in GRAPHS:
        path = folder / name.replace(" ", "-")
        if not Path(f"{path}.edges").exists():
            graph = made(name)
            if not graph:
                continue
            write(graph, path)
        paths[name] = path

    print("| one tick | wall, ms | processor, ms | ratio | ratio of the processor's |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, count in (("power-law 10k", 30), ("power-law 100k", 5)):
        path = paths[name]
        taken = rounds_of(rounds, {
            "detente, 1 thread": lambda: bench.ticks("ticks", path, count * 4),
            "detente, 2 threads": lambda: bench.ticks("ticks", path, count * 4, 2),
            "fjadra": lambda: bench.ticks("fjadra", path, count),
            "d3-force": lambda: bench.d3(path, count),
        })
        wall, used = taken["detente, 1 thread"]
        for tool, (w, u) in taken.items():
            print(f"| {name}, {tool} | {w * 1e3:.2f} | {u * 1e3:.2f} | {w / wall:.2f} | {u / used:.2f} |", flush=True)

    print("\n| layout | wall, s | processor, s | ratio | ratio of the processor's | S | ELR | NP |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, path in paths.items():
        out = lambda tool: folder / f"{path.name}-{tool}.places"
        own = lambda run, threads: lambda: bench.own(run, path, out(run), 0, threads)
        peer = lambda tool: lambda: bench.peer(tool, path, out(tool))
        runs = {"place": own("place", 1), "place, 2 threads": own("place", 2), "layout": own("layout", 2)}
        runs |= {tool: peer(tool) for tool in ("FMMM", "FM3", "sfdp", "igraph")
                 if tool not in GRAPHS[name] and not (tool == "igraph" and name != "grid 100×100")}
        taken = rounds_of(rounds, runs)
        if slow:
            taken |= rounds_of(1, {tool: peer(tool) for tool in GRAPHS[name]})
            taken |= rounds_of(1, {"fjadra": lambda: bench.own("fjadra", path, out("fjadra"), 300)})
        wall, used = taken["place"]
        for tool, (w, u) in taken.items():
            good = quality(path, out(tool.split(",")[0]))
            print(f"| {name}, {tool} | {w:.3f} | {u:.3f} | {w / wall:.2f} | {u / used:.2f} | {good} |", flush=True)


if __name__ == "__main__":
    main()
