// Descant in sclang: starts or joins it, and gives its streams, parameters and cues by their names.
//
// Descant.boot; Ndef(\a, { SinOsc.ar(220 * (1 + Descant(\cubics, \loss).kr(0.05))) * 0.1 ! 2 }).play
Descant {
	classvar <connection;       // a DescantConnection, nil where there is none
	classvar <onCmdPeriod = \panic;

	*initClass {
		Class.initClassTree(Server);
		Class.initClassTree(DescantProcess);
		// the class library was compiled anew, in mid-piece
		StartUp.add {
			var memory = DescantMemory.ofThisProcess;
			if(memory.notNil) { this.prReturn(memory) }
		}
	}

	// ------------------------------------------------------------ names
	// a stream or a parameter: Descant(\cubics, \loss), Descant('cubics/loss')
	*new { |part, name|
		var whole, found;
		if(DescantCheck.named(part, "Descant", "the part").isNil) { ^DescantNothing(\nothing) };
		if(name.notNil and: { DescantCheck.named(name, "Descant", "the name").isNil }) { ^DescantNothing(\nothing) };
		whole = if(name.isNil) { part.asSymbol } { "%/%".format(part, name).asSymbol };
		if(this.prIsThere("Descant").not) { ^DescantNothing(whole) };
		found = connection.table[whole];
		^found ?? { this.prUnknown(whole); DescantNothing(whole) }
	}

	*prUnknown { |name|
		var nearest = connection.table.nearest(name);
		DescantCheck.say("Descant", "there is no stream or parameter %%".format(name,
			if(nearest.notNil) { "; did you mean %?".format(nearest) } { "" }));
	}

	*streams { ^this.prTold(\streams) }
	*parameters { ^this.prTold(\parameters) }
	*parts { ^this.prTold(\parts) }
	*cues { ^this.prTold(\cues) }
	*cue { ^connection !? { connection.table.cue } }
	*title { ^connection !? { connection.table.title } }
	*prTold { |what| ^if(connection.isNil) { [] } { connection.table.perform(what) } }

	*server { ^connection !? { connection.server } }
	*isAttached { ^connection.notNil and: { connection.isAlive } }

	*program { ^DescantProcess.program }
	*program_ { |path|
		if(path.notNil and: { DescantCheck.named(path, "Descant.program", "the program").isNil }) { ^this };
		DescantProcess.program = path !? { path.asString };
	}

	// ------------------------------------------------------------ coming and going
	// start a patch and wait until it sounds, or join the Descant that is at that port already
	*boot { |patch, port = 57140, action, seed, set = #[], scsynthPort = 57130, picture = false, panel = false|
		var where = "Descant.boot", path = DescantBoot.path(patch);
		if(path.isNil) { ^nil };
		if(DescantCheck.whole(port, where, "port", 1, 65535).isNil) { ^nil };
		if(DescantCheck.action(action, where).isNil) { ^nil };
		if(seed.notNil and: { DescantCheck.whole(seed, where, "seed", 0, 2 ** 53).isNil }) { ^nil };
		if(DescantCheck.array(set, where, "set").isNil) { ^nil };
		if(set.size.odd) { ^DescantCheck.refuse(where, "set", "pairs of names and values", set) };
		if(DescantCheck.whole(scsynthPort, where, "scsynthPort", 1, 65535).isNil) { ^nil };
		picture = DescantCheck.flag(picture, where, "picture") ?? { ^nil };
		panel = DescantCheck.flag(panel, where, "panel") ?? { ^nil };
		^this.prCome(DescantBoot(path, port, seed, set, scsynthPort, picture, panel).run, action)
	}

	// join one that runs
	*attach { |port = 57140, host = "127.0.0.1", action|
		var where = "Descant.attach";
		if(DescantCheck.whole(port, where, "port", 1, 65535).isNil) { ^nil };
		if(DescantCheck.named(host, where, "host").isNil) { ^nil };
		if(DescantCheck.action(action, where).isNil) { ^nil };
		^this.prCome(DescantBoot(nil, port, host: host.asString).attach, action)
	}

	// facts is what DescantBoot has found out; nil where it has said why not
	*prCome { |facts, action|
		if(facts.isNil) { ^nil };
		if(connection.notNil and: { connection.isAt(facts).not }) { this.free };
		connection = connection ?? { DescantConnection.new };
		if(connection.enter(facts).not) { this.free; ^nil };
		CmdPeriod.add(this);
		ShutDown.add(this);
		action.value(this);
		this.changed(\attached);
	}

	*prReturn { |memory|
		this.prCome(DescantBoot(nil, memory.port, host: memory[\host]).attach)
	}

	// leave; Descant plays on
	*free {
		if(connection.isNil) { ^this };
		connection.leave;
		connection = nil;
		CmdPeriod.remove(this);
		ShutDown.remove(this);
		this.changed(\attached);
	}

	// end it, with a fade
	*quit {
		var process;
		if(this.prIsThere("Descant.quit").not) { ^this };
		process = connection.memory.process;
		if(process.isNil) {
			DescantCheck.say("Descant.quit", "this Descant was not started by sclang: end it where it was (Ctrl-C)");
			^this.free
		};
		connection.quits;
		if(process.end.not) { DescantCheck.say("Descant.quit", "process % does not end".format(process.pid)) };
		connection.memory.forget;
		this.free;
	}

	*doOnShutDown { connection !? { connection.shutDown } }

	// ------------------------------------------------------------ conducting
	*go { this.prSay("Descant.go", "cue/go") }
	*back { this.prSay("Descant.back", "cue/back") }

	// a number or a name
	*goto { |cue|
		var found;
		if(DescantCheck.isText(cue).not and: { DescantCheck.number(cue, "Descant.goto", "the cue").isNil }) { ^this };
		if(this.prIsThere("Descant.goto").not) { ^this };
		found = this.cues.any { |each| each.number == cue or: { each.name == cue.asString } };
		if(found.not and: { this.cues.notEmpty }) {
			^DescantCheck.say("Descant.goto", "there is no cue %; there are %".format(DescantCheck.shown(cue),
				this.cues.collect { |each| "% %".format(DescantTable.shown(each.number), each.name) }.join(", ")))
		};
		this.prSay("Descant.goto", "cue/goto", cue);
	}

	// the present state becomes a cue, in the patch file too
	*capture { |name|
		if(DescantCheck.named(name, "Descant.capture").notNil) { this.prSay("Descant.capture", "cue/capture", name) }
	}

	// what a hand did to parameters last, whoever's it was, and that again
	*undo { this.prSay("Descant.undo", \undo) }
	*redo { this.prSay("Descant.redo", \redo) }

	*panic { this.prSay("Descant.panic", \panic) }

	// hold all learning still, or let it go on (which ends a panic too)
	*freeze { |on = true|
		on = DescantCheck.flag(on, "Descant.freeze", "on");
		if(on.notNil) { this.prSay("Descant.freeze", \freeze, on.binaryValue) }
	}

	// velocity 0 releases it
	*note { |pitch, velocity = 90|
		if(DescantCheck.number(pitch, "Descant.note", "pitch", 0, 127).isNil) { ^this };
		if(DescantCheck.number(velocity, "Descant.note", "velocity", 0, 127).isNil) { ^this };
		this.prSay("Descant.note", \note, pitch.asFloat, velocity.asFloat);
	}

	// a function of x from -1 to 1, an array, a Buffer or an Ndef's analysed output becomes what a part learns
	*learn { |name, target, points = 200, analysis = \amplitude, seconds = 2, action|
		^DescantLearner(name).learn(target, points, analysis, seconds, action)
	}

	*prSay { |where, word ... arguments|
		if(this.prIsThere(where)) { connection.link.say(word, *arguments) }
	}

	*prIsThere { |where|
		if(connection.isNil) {
			DescantCheck.say(where, "not attached; Descant.boot or Descant.attach first");
			^false
		};
		^true
	}

	// ------------------------------------------------------------ Cmd-.
	*onCmdPeriod_ { |what|
		if(#[\panic, \keep].includes(what).not) {
			^DescantCheck.refuse("Descant.onCmdPeriod", "it", "\\panic or \\keep", what)
		};
		onCmdPeriod = what;
	}

	*doOnCmdPeriod {
		if(onCmdPeriod == \panic) { this.panic };
		connection !? { connection.silence };
	}

	// ------------------------------------------------------------ windows
	// all streams of all parts, as they move
	*plot { |seconds = 10|
		if(DescantCheck.number(seconds, "Descant.plot", \seconds, 0.1, 600).isNil or: { this.prIsThere("Descant.plot").not }) {
			^nil
		};
		^DescantPlot(this.streams.collect { |name| this.new(name) }, seconds)
	}

	// a slider for every parameter
	*gui {
		if(this.prIsThere("Descant.gui").not) { ^nil };
		^DescantGui(this.parameters.collect { |name| this.new(name) })
	}
}
