// A row of a sequencer: as which class of sounds it sounds, where in that class, and its other knobs.
DescantRow {
	var <loop, <name, <point, <kind;

	*new { |loop, name| ^super.newCopyArgs(loop, name, [0.0, 0.0]) }

	// pairs of names and values, without the row
	set { |...pairs|
		if(pairs.size.odd) { ^DescantCheck.refuse("DescantRow.set", "what is set", "pairs of names and values", pairs) };
		loop.set(*pairs.collect { |each, n| if(n.even) { "%/%".format(name, each).asSymbol } { each } });
	}

	parameter { |knob| ^loop.parameter("%/%".format(name, knob).asSymbol) }

	// a class of the model by its name, such as \clap, or by its place, from 1; 0 or nil: the row's own
	kind_ { |to|
		if(DescantCheck.isText(to).not) { kind = to; ^this.set(\class, to ? 0) };
		DescantSurroundings.know(DescantPad.prName(loop.part, \sound)) { |labels|
			var place = labels.indexOf(to.asSymbol);
			if(place.isNil) {
				DescantCheck.say("DescantRow.kind", "there is no class %; there are %".format(to, labels.join(", ")))
			} { kind = to.asSymbol; this.set(\class, place + 1) }
		};
	}

	// its own place in its class, added to that of all rows
	move { |...at| loop.prMove("DescantRow.move", name, at) !? { |there| point = there ++ point.drop(there.size) } }

	pad { ^DescantPad(loop.part, name) }

	printOn { |stream| stream << "DescantRow('" << loop.part << "', '" << name << "')" }
}
