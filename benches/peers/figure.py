#!/usr/bin/env python3
"""One figure from file to file, as whole processes, beside Graphviz and matplotlib with networkx.

    cargo build --release
    pip install networkx matplotlib; apt-get install graphviz
    benches/peers/figure.py target/release/detente [ROUNDS]

Every round runs each program once, one after the other, so that a noisy machine is noisy for all. The table gives the
median of each and its ratio to the median of `detente figure`. The peers draw the same nodes, labels and edges of the
bundled dataset, laid out anew; they make no legend, caption or sources.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATASET = ROOT / "assets/datasets/new-zealand-2025.json"

NETWORKX = """
import json, sys
import matplotlib
matplotlib.use("{backend}")
import matplotlib.pyplot as plt
import networkx as nx
data = json.load(open(sys.argv[1]))
graph = nx.MultiDiGraph()
for node in data["actors"] + data["instruments"]:
    graph.add_node(node["id"], label=node.get("short", node["name"]))
for tie in data["relationships"]:
    graph.add_edge(tie["from"], tie["to"])
plt.figure(figsize=(180 / 25.4, 120 / 25.4), dpi=300)
places = nx.spring_layout(graph, seed=1)
nx.draw_networkx(graph, places, labels=nx.get_node_attributes(graph, "label"), font_size=6, node_size=60)
plt.savefig(sys.argv[2])
"""


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def dot(data):
    lines = ["digraph {"]
    for node in data["actors"] + data["instruments"]:
        lines.append(f"{quoted(node['id'])} [label={quoted(node.get('short', node['name']))}];")
    for tie in data["relationships"]:
        lines.append(f"{quoted(tie['from'])} -> {quoted(tie['to'])};")
    return "\n".join(lines + ["}"])


def main():
    detente = str(Path(sys.argv[1]).resolve())
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 11
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "graph.dot").write_text(dot(json.loads(DATASET.read_text())))
        for backend in ("svg", "pdf", "agg"):
            (folder / f"{backend}.py").write_text(NETWORKX.replace("{backend}", backend))
        python = lambda backend, out: [sys.executable, folder / f"{backend}.py", DATASET, folder / out]
        commands = {
            "detente figure -o a.svg": [detente, "figure", "-o", folder / "a.svg"],
            "detente figure -o a.pdf": [detente, "figure", "-o", folder / "a.pdf"],
            "detente figure -o a.png": [detente, "figure", "-o", folder / "a.png"],
            "dot -Tsvg": ["dot", "-Tsvg", folder / "graph.dot", "-o", folder / "dot.svg"],
            "sfdp -Tpdf": ["sfdp", "-Tpdf", folder / "graph.dot", "-o", folder / "sfdp.pdf"],
            "matplotlib and networkx, SVG": python("svg", "nx.svg"),
            "matplotlib and networkx, PDF": python("pdf", "nx.pdf"),
            "matplotlib and networkx, PNG": python("agg", "nx.png"),
        }
        times = {command: [] for command in commands}
        for _ in range(rounds):
            for command, words in commands.items():
                start = time.perf_counter()
                subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                times[command].append(time.perf_counter() - start)
        ours = statistics.median(times["detente figure -o a.svg"])
        print(f"{'command':32} {'median':>9} {'ratio':>7}")
        for command, each in times.items():
            median = statistics.median(each)
            print(f"{command:32} {median * 1000:6.0f} ms {median / ours:7.2f}")


main()
