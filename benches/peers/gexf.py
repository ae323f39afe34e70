#!/usr/bin/env python3
"""Reading one GEXF file into memory, as whole processes, beside networkx and graphology.

    cargo build --release
    cargo bench --bench graph_read --no-run
    python3 -m venv target/peers/venv && target/peers/venv/bin/pip install -r tests/peers/requirements.txt
    cp tests/peers/package*.json target/peers/ && npm ci --prefix target/peers
    target/peers/venv/bin/python benches/peers/gexf.py target/release/deps/graph_read-… target/release/detente [NODES EDGES ROUNDS]

The file is made first, the same each time: nodes with places and colours, edges with weights and times, four attributes
each. Every round runs each program once, one after the other, so that a noisy machine is noisy for all. All of them read the
graph into memory; `detente convert` does not keep it there, but writes it as a dataset. The table gives the least time,
the median of the time and of the processor's time, which a noisy machine changes less, and both as ratios to those of
Detente's reading. `DETENTE_PEERS` names the folder of the `node_modules`, if that is not target/peers; without it
graphology is left out.
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

NETWORKX = """
import sys
import networkx as nx
graph = nx.read_gexf(sys.argv[1])
print(graph.number_of_nodes(), graph.number_of_edges())
"""

GRAPHOLOGY = """
const { createRequire } = require("node:module");
const [peers, path] = process.argv.slice(2);
const from = createRequire(require("node:path").join(peers, "package.json"));
const { MultiGraph } = from("graphology");
const graph = from("graphology-gexf").parse(MultiGraph, require("node:fs").readFileSync(path, "utf8"));
console.log(graph.order, graph.size);
"""

WORDS = "harbour island treaty border river council signal market north summit".split()


def make(path, nodes, edges):
    """A graph of people, drawn from a seed."""
    rng = random.Random(2025)
    value = lambda number, text: f'<attvalue for="{number}" value="{text}"/>'
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
            '<graph defaultedgetype="directed" mode="dynamic" timeformat="date">\n'
        )
        for kind in ["node", "edge"]:
            file.write(
                f'<attributes class="{kind}"><attribute id="0" title="note" type="string"/>'
                '<attribute id="1" title="count" type="integer"/><attribute id="2" title="share" type="double"/>'
                '<attribute id="3" title="active" type="boolean"/></attributes>\n'
            )

        def values():
            note = " ".join(rng.choices(WORDS, k=4))
            flag = "true" if rng.random() < 0.5 else "false"
            said = value(0, note) + value(1, rng.randrange(10**6)) + value(2, rng.random()) + value(3, flag)
            return f"<attvalues>{said}</attvalues>"

        file.write("<nodes>\n")
        for number in range(nodes):
            red, green, blue = (rng.randrange(256) for _ in range(3))
            file.write(
                f'<node id="p{number}" label="Person {number}">{values()}'
                f'<viz:color r="{red}" g="{green}" b="{blue}"/><viz:size value="{rng.uniform(1, 9):.3f}"/>'
                f'<viz:position x="{rng.uniform(-1e3, 1e3):.3f}" y="{rng.uniform(-1e3, 1e3):.3f}" z="0"/></node>\n'
            )
        file.write("</nodes>\n<edges>\n")
        for number in range(edges):
            start, end = rng.sample(range(nodes), 2)
            year, month, day = rng.randrange(1990, 2025), rng.randrange(1, 13), rng.randrange(1, 29)
            file.write(
                f'<edge id="t{number}" source="p{start}" target="p{end}" weight="{rng.uniform(0, 5):.2f}" '
                f'start="{year}-{month:02}-{day:02}">{values()}</edge>\n'
            )
        file.write("</edges>\n</graph>\n</gexf>\n")


def main():
    reader, detente = (str(Path(word).resolve()) for word in sys.argv[1:3])
    nodes, edges, rounds = (int(word) for word in sys.argv[3:6]) if len(sys.argv) > 3 else (20_000, 100_000, 5)
    peers = Path(os.environ.get("DETENTE_PEERS", ROOT / "target/peers")).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = folder / "big.gexf"
        make(graph, nodes, edges)
        print(f"{nodes} nodes, {edges} edges, {graph.stat().st_size / 1e6:.1f} MB")
        commands = {
            "detente, read": [reader],
            "detente convert": [detente, "convert", graph, folder / "out.json", "--force"],
            "networkx.read_gexf": [sys.executable, "-c", NETWORKX, graph],
        }
        if (peers / "node_modules").exists():
            (folder / "read.cjs").write_text(GRAPHOLOGY)
            # Its parser keeps the whole document in memory, more than node allows itself by default.
            commands["graphology-gexf"] = ["node", "--max-old-space-size=8192", folder / "read.cjs", peers, graph]
        environment = {**os.environ, "DETENTE_GRAPH": str(graph)}
        times = {command: [] for command in commands}
        for _ in range(rounds):
            for command, words in commands.items():
                times[command].append(run(words, environment))
        wall, processor = (statistics.median(each) for each in zip(*times["detente, read"]))
        print(f"{'':20} {'least':>10} {'median':>10} {'ratio':>6} {'processor':>10} {'ratio':>6}")
        for command, each in times.items():
            walls, processors = zip(*each)
            median, used = statistics.median(walls), statistics.median(processors)
            print(
                f"{command:20} {min(walls) * 1000:7.0f} ms {median * 1000:7.0f} ms {median / wall:6.1f} "
                f"{used * 1000:7.0f} ms {used / processor:6.1f}"
            )


def run(words, environment):
    """The time that a program takes, and the processor's."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


main()
