// Everything that the patch has: parameters, streams and cues, as Descant tells them. No name is written here.
DescantTable {
	var <names, <spaces, <cues, <cue, <title, link, told, toldSpaces, toldCues, <>action;

	*new { |link| ^super.new.init(link) }

	init { |argLink|
		link = argLink;
		names = IdentityDictionary.new;  // name -> DescantStream or DescantParameter
		spaces = IdentityDictionary.new;  // pad -> (over: the pad under it, names: parameters and streams)
		told = IdentitySet.new;
		toldSpaces = IdentityDictionary.new;
		cues = [];
		toldCues = List.new;
		link.on(\pong) { |msg| this.titled(msg[3]) };
		link.on(\welcome) { |msg| this.titled(msg[3]) };
		link.on(\parameter) { |msg| this.parameter(*msg.drop(1)) };
		link.on(\choices) { |msg| names[msg[1]] !? { |found| found.choices = msg.drop(2) } };
		link.on(\stream) { |msg| this.stream(*msg.drop(1)) };
		link.on(\pad) { |msg| toldSpaces[msg[1]] = (over: msg[2], names: msg.drop(3)) };
		link.on("list/end") { |msg| this.prListed(msg[1]) };
		link.on(\value) { |msg| names[msg[1]] !? { |found| found.heard(msg[2]) } };
		link.on("cue/entry") { |msg| toldCues.add((number: msg[1], name: msg[2].asString, notes: msg[3].asString)) };
		link.on("cue/list/end") { cues = toldCues.asArray; toldCues = List.new; action.value(\cues) };
		link.on(\cue) { |msg| this.prCue(*msg.drop(1)) };
		link.on(\piece) { |msg| this.titled(msg[3]); this.ask };
	}

	ask {
		link.say(\list);
		link.say("cue/list");
	}

	titled { |argTitle| title = argTitle.asString }

	// an object stays the same as long as its name is in the patch: an Ndef may hold it
	parameter { |name, kind, unit, low, high, curve, default, value|
		var found = names[name];
		if(found.isKindOf(DescantParameter).not) { found = DescantParameter.prNew(name, link); names[name] = found };
		found.describe(kind, unit, low, high, curve, default);
		found.heard(value);
		told.add(name);
	}

	stream { |name, unit, low, high, index|
		var found = names[name];
		if(found.isKindOf(DescantStream).not) { found = DescantStream.prNew(name, link); names[name] = found };
		found.describe(unit, low, high, index);
		told.add(name);
	}

	// a whole list at once, while another one may be coming piece by piece
	hearAll { |messages|
		var before = [told, toldSpaces, toldCues];
		told = IdentitySet.new;
		toldSpaces = IdentityDictionary.new;
		toldCues = List.new;
		messages.do { |message| link.hear(message) };
		#told, toldSpaces, toldCues = before;
	}

	// of a list that has holes nothing is taken away, and it is asked for again
	prListed { |count|
		if(told.size < count) { told = IdentitySet.new; toldSpaces = IdentityDictionary.new; ^link.say(\list) };
		spaces = toldSpaces;
		toldSpaces = IdentityDictionary.new;
		names.keys.difference(told).do { |name| names.removeAt(name) };
		told = IdentitySet.new;
		action.value(\names);
	}

	prCue { |number, name, nextNumber, nextName|
		cue = (number: number, name: name.asString, nextNumber: nextNumber, nextName: nextName.asString);
		action.value(\cue);
	}

	at { |name| ^names[name] }

	// the parameters that the point of a pad is; none where it is none, or something else, such as a learner's target
	coordinates { |pad|
		^(spaces[pad] !? { |space| space[\names] } ? []).collect(names[_]).select(_.isKindOf(DescantParameter))
	}

	// the names of a part's pads, without the part and without its own
	pads { |part|
		var own = part.asString ++ "/";
		^spaces.keys.asArray.collect(_.asString).select(_.beginsWith(own)).collect { |name| name.drop(own.size).asSymbol }.sort
	}

	streams { ^this.prOf(DescantStream) }
	parameters { ^this.prOf(DescantParameter) }

	prOf { |class|
		^names.select { |each| each.isKindOf(class) }.keys.asArray.sort
	}

	// parts are what has streams
	parts { ^this.streams.collect { |name| name.asString.split($/).first.asSymbol }.asSet.asArray.sort }

	// the known name that is typed most nearly so
	nearest { |name, among|
		var text = name.asString;
		^(among ?? { names.keys.asArray }).asArray.sort.minItem { |other| this.class.distance(text, other.asString) }
	}

	// how many letters must be put in, left out, changed or swapped with their neighbour
	*distance { |one, other|
		var before, last, row = (0..other.size);
		one.do { |char, n|
			before = last;
			last = row;
			row = [n + 1];
			other.do { |with, m|
				var cost = min(min(last[m + 1], row[m]) + 1, last[m] + (char != with).binaryValue);
				if((n > 0) and: { m > 0 } and: { char == other[m - 1] } and: { one[n - 1] == with }) {
					cost = min(cost, before[m - 1] + 1)
				};
				row = row.add(cost);
			}
		};
		^row.last
	}

	// a cue's number as one writes it
	*shown { |number| ^if(number.frac == 0) { number.asInteger } { number.round(0.001) } }

	// fed with the lines of `descant list --osc`, which are the same messages
	*message { |line|
		var words = line.split($\t);
		^[words[0].asSymbol] ++ words.drop(2).collect { |word, n|
			switch(words[1][n], $i, { word.asInteger }, $f, { word.asFloat }, { word.asSymbol })
		}
	}
}
