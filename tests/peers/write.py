"""Writes graphs with networkx, igraph and ndex2 into the folder that is named, each with what it holds beside it.

    write.py FOLDER

`NAME.FORMAT` is what the program wrote; `NAME.FORMAT.holds` is JSON of what it should say, in the form that
tests/exchange/peers.rs compares: nodes with id, label, attributes, edges with ends, direction, label, attributes.
"""

import json
import sys
from pathlib import Path

import igraph
import networkx as nx
from ndex2.cx2 import CX2Network

ODD = "<&\"'>\n ü 🦉"


def networkx_graph(kind):
    graph = kind(name="Peers & friends")
    graph.add_node("anna", label="Anna", age=12, height=1.5, member=True, motto=ODD)
    graph.add_node("ben", label="Ben Ödön", age=-3, member=False)
    graph.add_node("cleo", label="Cleo", height=1e-7)
    graph.add_node("lone", label="Lone")
    graph.add_edge("anna", "ben", weight=2.5, label="met", since=1999)
    graph.add_edge("anna", "ben", weight=3.0, label="wrote to", motto=ODD)
    graph.add_edge("ben", "cleo", label="knows", close=True)
    if graph.is_directed():
        graph.add_edge("ben", "anna", label="answered")
    return graph


def holds(graph, of_node=lambda node: {}, of_edge=lambda key: {}):
    """What a graph of networkx holds, with what a format adds to each node and edge."""

    def but_label(data):
        return {name: value for name, value in data.items() if name != "label"}

    return {
        "title": graph.graph["name"],
        "nodes": [
            {"id": node, "label": data["label"], "attributes": but_label(data) | of_node(node)}
            for node, data in graph.nodes(data=True)
        ],
        "edges": [
            {
                "from": start,
                "to": end,
                "directed": graph.is_directed(),
                "label": data["label"],
                "attributes": but_label(data) | of_edge(key),
            }
            for start, end, key, data in keyed(graph)
        ],
    }


def keyed(graph):
    if graph.is_multigraph():
        return list(graph.edges(keys=True, data=True))
    return [(start, end, None, data) for start, end, data in graph.edges(data=True)]


def write_networkx(folder):
    for kind in [nx.MultiDiGraph, nx.MultiGraph, nx.DiGraph, nx.Graph]:
        graph = networkx_graph(kind)
        name = f"networkx-{kind.__name__.lower()}"
        # In GEXF, networkx keeps the keys of parallel edges as an attribute.
        keys = (lambda key: {"networkx_key": key}) if graph.is_multigraph() else (lambda key: {})
        for version in ["1.2draft", "1.3"]:
            path = folder / f"{name}-{version}.gexf"
            nx.write_gexf(graph.copy(), path, version=version)
            save(path, holds(graph, of_edge=keys))
        path = folder / f"{name}.graphml"
        nx.write_graphml(graph.copy(), path)
        save(path, holds(graph))
        path = folder / f"{name}.node-link"
        path.write_text(json.dumps(nx.node_link_data(graph, edges="edges")), encoding="utf-8")
        save(path, holds(graph))
        path = folder / f"{name}-cytoscape.node-link"
        path.write_text(json.dumps(nx.cytoscape_data(graph)), encoding="utf-8")
        save(path, holds(graph, of_node=lambda node: {"value": node, "name": node}))


def write_igraph(folder):
    for is_directed in [True, False]:
        graph = igraph.Graph(directed=is_directed)
        graph["name"] = "Peers & friends"
        graph.add_vertices(3, {"name": ["Anna", "Ben Ödön", "Cleo"], "age": [12, -3, 0.5], "motto": [ODD, "b", "c"]})
        graph.add_edges([(0, 1), (0, 1), (2, 1)], {"weight": [2.5, 3, 1], "close": [True, False, True]})
        path = folder / f"igraph-{'directed' if is_directed else 'undirected'}.graphml"
        graph.write_graphml(str(path))
        nodes = [
            {
                "id": f"n{vertex.index}",
                "label": vertex["name"],
                "attributes": {"age": vertex["age"], "motto": vertex["motto"]},
            }
            for vertex in graph.vs
        ]
        edges = [
            {
                "from": f"n{edge.source}",
                "to": f"n{edge.target}",
                "directed": is_directed,
                "label": None,
                "attributes": edge.attributes(),
            }
            for edge in graph.es
        ]
        save(path, {"title": graph["name"], "nodes": nodes, "edges": edges})


def write_ndex2(folder):
    graph = CX2Network()
    graph.set_network_attributes({"name": "Peers & friends"})
    people = [("Anna", {"age": 12, "motto": ODD}), ("Ben Ödön", {"age": -3}), ("Cleo", {"height": 1.5, "member": True})]
    for number, (name, said) in enumerate(people):
        graph.add_node(number, attributes={"name": name} | said, x=1.5 * number, y=-2.5 * number)
    ties = [(0, 1, {"interaction": "met", "weight": 2.5}), (0, 1, {"interaction": "wrote to"}), (2, 1, {"interaction": "met"})]
    for number, (start, end, said) in enumerate(ties):
        graph.add_edge(number, start, end, said)
    path = folder / "ndex2.cx2"
    graph.write_as_raw_cx2(str(path))
    nodes = [
        {"id": str(number), "label": name, "attributes": said, "place": [1.5 * number, 2.5 * number]}
        for number, (name, said) in enumerate(people)
    ]
    edges = [
        {"from": str(start), "to": str(end), "directed": True, "label": said["interaction"], "attributes": said}
        for start, end, said in ties
    ]
    save(path, {"title": "Peers & friends", "nodes": nodes, "edges": edges})


def save(path, what):
    path.with_name(path.name + ".holds").write_text(json.dumps(what), encoding="utf-8")


if __name__ == "__main__":
    into = Path(sys.argv[1])
    write_networkx(into)
    write_igraph(into)
    write_ndex2(into)
