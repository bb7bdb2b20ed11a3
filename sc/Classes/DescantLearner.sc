// A part that learns what is given to it from sclang: a function, an array, a Buffer, or what an Ndef sounds like.
// Given something else it goes on learning from where it is. Descant.learn(\mine, { |x| x.sin }) returns one.
DescantLearner {
	classvar <longest_s = 60;
	var <name, where = "Descant.learn";

	*new { |name| ^super.newCopyArgs(name) }

	// points are equally spaced from -1 to 1. Where the part is new this waits until it is there, unless there is an action
	learn { |target, points = 200, analysis = \amplitude, seconds = 2, action|
		var checked = DescantCheck.named(name, where);
		if(checked.isNil) { ^nil };
		name = checked;
		if("^[a-z][a-z0-9_-]*$".matchRegexp(name.asString).not) {
			^DescantCheck.refuse(where, "name", "small letters and digits, such as \\mine", name)
		};
		if(DescantCheck.whole(points, where, "points", 2, 1000).isNil) { ^nil };
		if(DescantCheck.number(seconds, where, "seconds", 0.01, longest_s).isNil) { ^nil };
		if(DescantCheck.action(action, where).isNil) { ^nil };
		if(Descant.prIsThere(where).not) { ^nil };
		^this.prLearn(target, points, analysis, seconds, action)
	}

	prLearn { |target, points, analysis, seconds, action|
		if(target.isKindOf(Buffer)) { ^this.prBuffer(target, points, action) };
		if(target.isKindOf(NodeProxy)) {
			^DescantAnalysis(target, points, analysis, seconds) { |values| this.prSend(values, action) } !? { this }
		};
		if(target.isKindOf(AbstractFunction)) {
			target = this.prEvaluated(target, points);
			if(target.isNil) { ^nil }
		} {
			if(target.isKindOf(SequenceableCollection).not or: { target.isKindOf(String) }) {
				^DescantCheck.refuse(where, "target", "a function, an array, a Buffer or an Ndef", target)
			}
		};
		^this.prArray(target, points, action)
	}

	prEvaluated { |target, points|
		var x, values = DescantCheck.tried {
			points.collect { |n| x = n.linlin(0, points - 1, -1.0, 1.0); target.value(x) }
		};
		if(values.isKindOf(SequenceableCollection)) { ^values };
		^DescantCheck.say(where, "the target fails at x = %: %".format(x.round(0.001),
			if(values.isKindOf(Exception)) { DescantCheck.reason(values) } { "it waits" }))
	}

	prArray { |values, points, action|
		var wrong = values.detect { |value| DescantLearner.isFinite(value).not };
		if(values.size < 2) { ^DescantCheck.refuse(where, "target", "two values or more", values) };
		if(wrong.notNil or: { values.includes(nil) }) { ^DescantCheck.refuse(where, "every value of the target", "a number", wrong) };
		this.prSend(if(values.size == points) { values } { values.resamp1(points) }, action)
	}

	*isFinite { |value| ^value.isKindOf(SimpleNumber) and: { value.abs < inf } }

	prBuffer { |buffer, points, action|
		if((buffer.numFrames ? 0) < 2) { ^DescantCheck.refuse(where, "the Buffer", "one that has frames", buffer) };
		buffer.loadToFloatArray(action: { |values|
			this.prArray(values.clump(buffer.numChannels ? 1).collect(_.first), points, action)
		})
	}

	// a new part comes with a list of its own
	prSend { |values, action|
		var link = Descant.connection.link, isNew = Descant.parts.includes(name).not;
		link.say(\learn, name, *values.collect(_.asFloat));
		if(action.notNil) { ^this.prWhenThere(action) };
		if(isNew) { DescantBoot.look(Descant.connection) };
	}

	prWhenThere { |action|
		fork {
			block { |break| 50.do { if(Descant.parts.includes(name)) { break.value }; 0.1.wait } };
			if(Descant.parts.includes(name)) { action.value(this) };
		}
	}

	stream { |stream| ^Descant(name, stream) }
	parameter { |parameter| ^Descant(name, parameter) }
	set { |parameter, value| Descant(name, parameter).set(value) }
	kr { |lag = 0| ^Descant(name, \value).kr(lag) }
	printOn { |stream| stream << "DescantLearner('" << name << "')" }
}
