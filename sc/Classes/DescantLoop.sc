// A sequencer of the patch, played from sclang: its knobs by name, the point that is its rhythm, the tempo of a TempoClock,
// its loop in a window. DescantLoop(\drums).tempo = TempoClock.default
DescantLoop {
	classvar told;              // part -> [[row, levels], ...], as Descant tells it while somebody looks
	var <part, <point, <sound, clock, window, view;

	*initClass { told = IdentityDictionary.new }

	*new { |part|
		if(DescantCheck.named(part, "DescantLoop", "the part").isNil or: { Descant.prIsThere("DescantLoop").not }) { ^nil };
		part = part.asSymbol;
		if(this.prHas(part, \bpm) and: { this.prHas(part, \step) }) { ^super.newCopyArgs(part, [0.0, 0.0], [0.0, 0.0]) };
		^DescantCheck.say("DescantLoop", if(Descant.parts.includes(part)) { "the part % makes no loop".format(part) } {
			"the patch has no part %; it has %".format(part, Descant.parts.join(", "))
		})
	}

	*prHas { |part, name| ^Descant.connection.table["%/%".format(part, name).asSymbol].notNil }

	// ------------------------------------------------------------ knobs
	// their names, without the part: density, swing, kick/mute
	knobs {
		var own = part.asString ++ "/";
		^Descant.parameters.select { |name| name.asString.beginsWith(own) }
			.collect { |name| name.asString.drop(own.size).asSymbol }
	}

	// pairs of names and values
	set { |...pairs|
		if(pairs.size.odd) { ^DescantCheck.refuse("DescantLoop.set", "what is set", "pairs of names and values", pairs) };
		pairs.pairsDo { |name, value| this.parameter(name).set(value) };
	}

	parameter { |name| ^Descant(part, name) }
	stream { |name| ^Descant(part, name) }

	// a place in the space of rhythms; coordinates that are not given stay
	move { |...at| this.prMove("DescantLoop.move", nil, at) !? { |there| point = there ++ point.drop(there.size) } }

	// a place in the space of sounds, for all rows
	sound_ { |...at| this.prMove("DescantLoop.sound", \sound, at) !? { |there| sound = there ++ sound.drop(there.size) } }

	// turns the coordinates of a point; nil where it cannot be there
	prMove { |where, space, at|
		var rows = Descant.connection.table.coordinates(DescantPad.prName(part, space));
		if(rows.isEmpty) {
			^DescantCheck.say(where, "% has no sounds of its own; name a model of them in the patch: sounds = …".format(part))
		};
		if(at.size > rows.size) { ^DescantCheck.refuse(where, "the point", "% numbers at most".format(rows.size), at) };
		at.do { |value, n|
			var limits = [rows[n].spec.minval, rows[n].spec.maxval].collect { |limit| DescantTable.shown(limit) };
			if(DescantCheck.number(value, where, "each coordinate", *limits).isNil) { ^nil }
		};
		at.do { |value, n| rows[n].set(value.asFloat) };
		^at
	}

	// ------------------------------------------------------------ rows
	// a row by its name: its class and its own point among the sounds, and its other knobs
	row { |name|
		if(DescantCheck.named(name, "DescantLoop.row", "the row").isNil) { ^nil };
		if(this.knobs.includes("%/mute".format(name).asSymbol)) { ^DescantRow(this, name.asSymbol) };
		^DescantCheck.say("DescantLoop.row", "% has no row %; it has %".format(part, name,
			this.knobs.collect(_.asString).select(_.endsWith("/mute")).collect(_.drop(-5)).join(", ")))
	}

	// the classes of its model of sounds, as far as they have been asked for
	classes { ^DescantSurroundings.labels(DescantPad.prName(part, \sound)) }

	nearest { this.parameter(\nearest).set(true) }

	// ------------------------------------------------------------ tempo
	tempo { ^clock !? { clock.clock } ?? { this.parameter(\bpm).value / 60 } }

	// a TempoClock whose beats it keeps, also when its tempo changes; a number is beats a second of its own; nil: as it is
	tempo_ { |of|
		if(of.isNil.not and: { of.isKindOf(TempoClock).not } and: {
			DescantCheck.number(of, "DescantLoop.tempo", "the tempo", 10/60, 400/60).isNil
		}) { ^this };
		clock !? { clock.stop };
		clock = nil;
		if(of.isKindOf(TempoClock)) {
			this.set(\clock, \follow);
			clock = DescantClock(of);
		} {
			this.set(\clock, \internal);
			of !? { this.set(\bpm, of * 60) };
		}
	}

	// ------------------------------------------------------------ what it plays
	// row -> velocities, 0 to 1, a step each; as far as somebody looks, with plot
	rows { ^told[part] ? [] }

	*prTold { |part ... words|
		told[part] = words.drop(2).clump(2).collect { |row|
			[row[0], row[1].asString.collectAs({ |figure| figure.digit / 9 }, Array)]
		};
	}

	plot {
		if(window.notNil and: { window.isClosed.not }) { ^window.front };
		window = Window("Descant: %".format(part), Rect(160, 160, 640, 260));
		view = UserView(window, window.view.bounds).resize_(5);
		view.background = Color.gray(0.12);
		view.drawFunc = { this.prDraw };
		view.frameRate = 30;
		view.animate = true;
		window.onClose = { Descant.connection !? { Descant.connection.link.say(\watch, 0) } };
		Descant.connection.link.say(\watch, 1);
		window.front;
	}

	prDraw {
		var rows = this.rows, now = this.stream(\step).value.round.asInteger, left = 90, high, wide;
		if(rows.isEmpty) { ^this };
		high = view.bounds.height / rows.size;
		wide = (view.bounds.width - left) / max(1, rows.collect { |row| row[1].size }.maxItem);
		rows.do { |row, y|
			Pen.stringAtPoint(row[0].asString.tr($_, $ ), Point(8, y * high + (high / 2) - 8), Font.default, Color.gray(0.7));
			row[1].do { |level, x|
				Pen.fillColor = if(x == now) { Color.gray(level.linlin(0, 1, 0.4, 1)) } {
					Color.hsv(0.11, 0.7, level.linlin(0, 1, if(x.div(4).odd) { 0.2 } { 0.15 }, 0.9))
				};
				Pen.fillRect(Rect(left + (x * wide), y * high, wide - 2, high - 2));
			}
		};
	}

	front { this.plot }
	close { window !? { window.close } }

	// it plays on in its own time
	free { this.tempo = nil; this.close }

	printOn { |stream| stream << "DescantLoop('" << part << "')" }
}

// Tells Descant each beat, and at each change of tempo, where a TempoClock is: stamped for when scsynth sounds it.
DescantClock {
	var <clock, task;

	*new { |clock| ^super.newCopyArgs(clock).prStart }

	prStart {
		clock.addDependant(this);
		CmdPeriod.add(this);
		this.tell(1);
		this.prPlay;
	}

	prPlay { task = Routine { loop { this.tell(1); 1.wait } }.play(clock, 1) }

	tell { |isRunning|
		var connection = Descant.connection;
		connection !? {
			connection.link.sayAhead(connection.server.latency ? 0, \clock, clock.beats.asFloat, clock.tempo * 60, isRunning)
		}
	}

	update { |changed, what|
		if(what == \tempo) { this.tell(1) };
		if(what == \stop) { this.stop };
	}

	doOnCmdPeriod { if(clock.isRunning) { this.prPlay } }

	stop {
		clock.removeDependant(this);
		CmdPeriod.remove(this);
		task.stop;
		if(clock.isRunning) { this.tell(0) };
	}
}
