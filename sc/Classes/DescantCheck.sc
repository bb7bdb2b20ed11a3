// Looks at arguments. What is wrong becomes one line in the post window, and nil: nothing typed wrong stops the music.
DescantCheck {
	classvar <lines;  // what was posted last, newest last

	*initClass { lines = List.new }

	*said { ^lines.last }

	*say { |where, text|
		lines.add("%: %".format(where, text).postln);
		if(lines.size > 100) { lines.removeAt(0) };
		^nil
	}

	// what a composer's function gives, or the error that it ended with. On a stack of its own: where it fails, `try`
	// leaves behind what was being called, and the caller would take that for its own
	*tried { |func| ^Routine { (try { func.value } { |error| error }).yield }.next }

	// what an error says, in a line
	*reason { |error| ^error.errorString.split($\n).first.replace("ERROR: ", "") }

	*shown { |value|
		var text = if(value.isKindOf(String)) { value.quote } { value.asCompileString };
		if(value.isKindOf(Float) and: { value.isNaN }) { ^"nan" };
		^if(text.size > 60) { text.keep(57) ++ "..." } { text }
	}

	*refuse { |where, what, should, value|
		^this.say(where, "% must be %, not %".format(what, should, this.shown(value)))
	}

	*number { |value, where, what, low = -inf, high = inf|
		if(value.isKindOf(SimpleNumber).not or: { value.isNaN }) {
			^this.refuse(where, what, this.range("a number", low, high), value)
		};
		if((value < low) or: { value > high }) { ^this.refuse(where, what, this.range("", low, high).stripWhiteSpace, value) };
		^value
	}

	*whole { |value, where, what, low, high|
		if(value.isKindOf(Integer).not or: { value < low } or: { value > high }) {
			^this.refuse(where, what, this.range("a whole number", low, high), value)
		};
		^value
	}

	*range { |kind, low, high|
		^if((low > -inf) and: { high < inf }) { "% from % to %".format(kind, low, high) } {
			if(low > -inf) { "% from % on".format(kind, low) } { kind }
		}
	}

	*named { |value, where, what = "name"|
		if(this.isText(value).not or: { value.asString.isEmpty }) {
			^this.refuse(where, what, "a name, such as \\cubics", value)
		};
		^value.asSymbol
	}

	*isText { |value| ^value.isKindOf(Symbol) or: { value.isKindOf(String) } }

	*flag { |value, where, what|
		if(value.isKindOf(Boolean)) { ^value };
		if((value == 0) or: { value == 1 }) { ^value == 1 };
		^this.refuse(where, what, "true or false", value)
	}

	// nil is well, for an action may be left out
	*action { |value, where, what = "action"|
		if(value.isNil or: { value.isKindOf(AbstractFunction) }) { ^true };
		^this.refuse(where, what, "a function", value)
	}

	*array { |value, where, what|
		if(value.isKindOf(SequenceableCollection).not or: { value.isKindOf(String) }) {
			^this.refuse(where, what, "an array", value)
		};
		^value
	}
}
