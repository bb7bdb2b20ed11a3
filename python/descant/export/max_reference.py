"""Reference pages of the package's objects, docs/refpages/NAME.maxref.xml, as Max's own documentation reads them."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from descant.export.max_objects import Attribute, Object, Port, Word

HEAD = """<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<?xml-stylesheet href="./_c74_ref.xsl" type="text/xsl"?>
"""
OVERVIEW = "Descant.maxpat"
METADATA = (("author", "Descant"), ("tag", "Descant"), ("tag", "machine learning"))


def reference(of: Object) -> str:
    """Return the page of an object."""
    parts = [
        f"<digest>{escape(of.digest)}</digest>",
        f"<description>{escape(of.description)}</description>",
        _discussion(of),
        _list("metadatalist", (f'<metadata name="{name}">{text}</metadata>' for name, text in METADATA)),
        _list("inletlist", (_port("inlet", n, port) for n, port in enumerate(of.inlets))),
        _list("outletlist", (_port("outlet", n, port) for n, port in enumerate(of.outlets))),
        _list("objarglist", _arguments(of)),
        _list("methodlist", (_method(word) for word in of.words)),
        _list("attributelist", (_attribute(each) for each in of.attributes)),
        _list("seealsolist", (f"<seealso name={quoteattr(name)} />" for name in of.see)),
    ]
    body = "\n\t".join(parts)
    return f'{HEAD}<c74object name={quoteattr(of.name)} category="Descant">\n\t{body}\n</c74object>\n'


def _list(name: str, entries: Iterable[str]) -> str:
    lines = "".join(f"\n\t\t{entry}" for entry in entries)
    return f"<{name}>{lines}\n\t</{name}>" if lines else f"<{name} />"


def _discussion(of: Object) -> str:
    rows = "".join(
        f"\n\t\t<p>Outlet {each.outlet + 1}: <b>{escape(each.form)}</b>: {escape(each.text)}.</p>"
        for each in of.replies
    )
    link = f'<h4><openfilelink filename="{OVERVIEW}">Open the overview</openfilelink></h4>'
    return f"<discussion>\n\t\t{link}{rows}\n\t</discussion>"


def _port(kind: str, number: int, port: Port) -> str:
    digest = f"<digest>{escape(port.text)}</digest>"
    return f'<{kind} id="{number}" type={quoteattr(port.type or "anything")}>{digest}</{kind}>'


def _arguments(of: Object) -> Iterable[str]:
    if of.argument:
        name, example, text = of.argument
        digest = f"<digest>{escape(text)}</digest><description>For instance {escape(example)}.</description>"
        yield f'<objarg name={quoteattr(name)} optional="0" type="symbol">{digest}</objarg>'


def _method(word: Word) -> str:
    given = "".join(
        f'<arg name={quoteattr(name)} optional="0" type={quoteattr(kind)} />' for name, kind in word.arguments
    )
    listed = f"<arglist>{given}</arglist>" if given else "<arglist />"
    text = escape(word.text)
    told = f"<digest>{text}</digest><description>{text}.</description>"
    return f"<method name={quoteattr(word.name)}>{listed}{told}</method>"


def _attribute(of: Attribute) -> str:
    text = escape(of.text)
    value = f"<description>{text}. Default: {escape(str(of.default)) or 'none'}.</description>"
    head = f'<attribute name={quoteattr(of.name)} get="0" set="1" type={quoteattr(of.type)} size="1">'
    return f"{head}<digest>{text}</digest>{value}</attribute>"
