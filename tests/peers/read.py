"""Reads a graph with networkx, igraph or ndex2 and prints what it then holds, as JSON.

    read.py networkx-gexf|networkx-graphml|networkx-node-link|igraph-graphml|ndex2-cx2 FILE

Printed are nodes with id, label, attributes, place, size and colour, and edges with id, ends, direction, label and
attributes: what each program calls these is its own, and is told here; all else is as the program has it.
"""

import json
import math
import sys

import igraph
import networkx as nx
from ndex2.cx2 import RawCX2NetworkFactory

MUTUAL = "detente:mutual"


def node(name, attributes, look):
    """A node; of a look, only what is there."""
    label = attributes.pop("label")
    look = {key: value for key, value in look.items() if value is not None}
    return {"id": name, "label": label, "attributes": attributes} | look


def edge(start, end, name, is_directed, attributes):
    is_directed = is_directed and not attributes.pop(MUTUAL, False)
    label = attributes.pop("label")
    return {"id": name, "from": start, "to": end, "directed": is_directed, "label": label, "attributes": attributes}


def colour(red, green, blue):
    return None if red is None else f"{int(red):02x}{int(green):02x}{int(blue):02x}"


def networkx_gexf(path):
    graph = nx.read_gexf(path)
    nodes = []
    for name, data in graph.nodes(data=True):
        viz = data.pop("viz", {})
        position, shade = viz.get("position"), viz.get("color", {})
        place = position and [position["x"], position["y"]]
        rgb = colour(shade.get("r"), shade.get("g"), shade.get("b"))
        nodes.append(node(name, data, {"place": place, "size": viz.get("size"), "colour": rgb}))
    edges, both = [], {}
    for start, end, data in graph.edges(data=True):
        name = data.pop("id", None)
        # A mutual edge becomes two of the same id, one each way.
        if name is not None and both.get(name) == (end, start):
            next(each for each in edges if each["id"] == name)["directed"] = False
            continue
        both[name] = (start, end)
        edges.append(edge(start, end, name, graph.is_directed(), data))
    return {"title": graph.graph["name"], "nodes": nodes, "edges": edges}


def networkx_graphml(path):
    graph = nx.read_graphml(path, edge_key_type=str, force_multigraph=True)
    nodes = []
    for name, data in graph.nodes(data=True):
        x, y = data.pop("x", None), data.pop("y", None)
        rgb = colour(data.pop("r", None), data.pop("g", None), data.pop("b", None))
        place = None if x is None else [x, y]
        nodes.append(node(name, data, {"place": place, "size": data.pop("size", None), "colour": rgb}))
    edges = [
        edge(start, end, key if isinstance(key, str) else None, graph.is_directed(), data)
        for start, end, key, data in graph.edges(keys=True, data=True)
    ]
    return {"title": graph.graph["name"], "nodes": nodes, "edges": edges}


def networkx_node_link(path):
    with open(path, encoding="utf-8") as file:
        graph = nx.node_link_graph(json.load(file), edges="edges")
    nodes = []
    for name, data in graph.nodes(data=True):
        look = of_viz(data.pop("detente:viz", {}))
        nodes.append(node(name, texts(data), look))
    edges = []
    for start, end, key, data in graph.edges(keys=True, data=True):
        is_directed = data.pop("directed", graph.is_directed())
        edges.append(edge(start, end, key if isinstance(key, str) else None, is_directed, texts(data)))
    return {"title": graph.graph["name"], "nodes": nodes, "edges": edges}


def of_viz(viz):
    place = [viz["x"], viz["y"]] if "x" in viz else None
    return {"place": place, "size": viz.get("size"), "colour": viz.get("colour")}


def texts(data):
    """Lists, which others have as text, as text."""
    plain = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return {name: plain(value) if isinstance(value, (list, dict)) else value for name, value in data.items()}


def igraph_graphml(path):
    graph = igraph.Graph.Read_GraphML(path)
    nodes = []
    for vertex in graph.vs:
        data = filled(vertex.attributes())
        x, y = data.pop("x", None), data.pop("y", None)
        rgb = colour(data.pop("r", None), data.pop("g", None), data.pop("b", None))
        place = None if x is None else [x, y]
        nodes.append(node(data.pop("id"), data, {"place": place, "size": data.pop("size", None), "colour": rgb}))
    edges = []
    for each in graph.es:
        data = filled(each.attributes())
        # Not the id of the edge: igraph 1.0 puts that of one of its ends here.
        data.pop("id", None)
        start, end = graph.vs[each.source]["id"], graph.vs[each.target]["id"]
        edges.append(edge(start, end, None, graph.is_directed(), data))
    return {"title": graph["name"], "nodes": nodes, "edges": edges}


def filled(data):
    """Without what igraph puts where a thing has no value: an empty text, no number, false."""

    def is_there(value):
        is_number = isinstance(value, float) and not math.isnan(value)
        return is_number or value is True or (isinstance(value, str) and value != "")

    return {name: value for name, value in data.items() if is_there(value)}


def ndex2_cx2(path):
    graph = RawCX2NetworkFactory().get_cx2network(path)
    nodes, names = [], {}
    for number, each in graph.get_nodes().items():
        data = each["v"]
        names[number] = data.pop("represents")
        data["label"] = data.pop("name")
        look = of_viz(json.loads(data.pop("detente:viz", "{}")))
        # The places beside the attributes say the same, y downward.
        if each.get("x") is not None:
            assert look["place"] == [each["x"], -each["y"]], each
        nodes.append(node(names[number], data, look))
    edges = []
    for each in graph.get_edges().values():
        data = each["v"]
        data["label"] = data.pop("name")
        data.pop("interaction")
        name = data.pop("detente:id", None)
        edges.append(edge(names[each["s"]], names[each["t"]], name, True, data))
    return {"title": graph.get_network_attributes()["name"], "nodes": nodes, "edges": edges}


READERS = {
    "networkx-gexf": networkx_gexf,
    "networkx-graphml": networkx_graphml,
    "networkx-node-link": networkx_node_link,
    "igraph-graphml": igraph_graphml,
    "ndex2-cx2": ndex2_cx2,
}

if __name__ == "__main__":
    reader, file = sys.argv[1:]
    sys.stdout.reconfigure(encoding="utf-8")
    print(json.dumps(READERS[reader](file)))
