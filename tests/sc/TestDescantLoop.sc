// A sequencer on a real Descant, played from sclang: knobs, point, the tempo of a TempoClock, its window, undo.
TestDescantLoop : UnitTest {
	*setUpClass {
		Descant.boot(PathName(this.filenameSymbol.asString).pathOnly.dirname.dirname +/+ "patches/latent-rhythm.toml", seed: 1)
	}

	*tearDownClass { Descant.quit }

	until { |what, seconds = 8|
		var end = Main.elapsedTime + seconds, is = what.value;
		while { is.not and: { Main.elapsedTime < end } } { 0.02.wait; is = what.value };
		^is
	}

	// what Descant says a parameter is
	told { |name|
		var found;
		Descant(\drums, name).get { |value| found = value };
		this.until { found.notNil };
		^found
	}

	said { |text| ^DescantCheck.lines.any { |line| line.contains(text) } }

	test_knobs_and_point {
		var loop = DescantLoop(\drums);
		this.assert(loop.knobs.includesAny([\density]) and: { loop.knobs.includes('kick/mute') });
		loop.set(\density, 0.7, 'kick/mute', true);
		this.assertFloatEquals(this.told(\density), 0.7);
		this.assertEquals(this.told('kick/mute'), 1);
		loop.move(0.5, -1.25);
		this.assertEquals(loop.point, [0.5, -1.25]);
		this.assertFloatEquals(this.told(\z2), -1.25);
		loop.move(1);
		this.assertEquals(loop.point, [1, -1.25]);
		loop.move("left");
		this.assert(this.said("DescantLoop.move: each coordinate must be a number from -4 to 4, not \"left\""));
		loop.set(\density);
		this.assert(this.said("DescantLoop.set: what is set must be pairs of names and values"));
		this.assertEquals(DescantLoop(\bass), nil);
		this.assert(this.said("DescantLoop: the patch has no part bass; it has "));
	}

	test_a_pad_reaches_the_whole_plane {
		var pad = DescantPad(\drums);
		this.assertEquals(pad.high, 4);
		pad.move(-3.5, 2);
		this.assert(this.until { this.told(\z1) == -3.5 });
		pad.gui;
		pad.move(4, 4);
		0.2.wait;
		pad.close;
	}

	test_undo_and_redo {
		var loop = DescantLoop(\drums);
		loop.set(\swing, 50);
		1.wait;
		loop.set(\swing, 60);
		1.wait;
		loop.set(\swing, 66);
		this.assertFloatEquals(this.told(\swing), 66);
		Descant.undo;
		this.assertFloatEquals(this.told(\swing), 60);
		this.assertFloatEquals(Descant(\drums, \swing).value, 60, "and it is known here");
		Descant.redo;
		this.assertFloatEquals(this.told(\swing), 66);
	}

	// beats are counted by the steps that Descant plays in the meantime
	steps { |clock, beats|
		var count = 0, before, step = Descant(\drums, \step), listener = { count = count + 1 };
		step.addListener(listener, 200);
		(beats / clock.tempo).wait;
		step.removeListener(listener);
		^count
	}

	test_it_keeps_the_time_of_a_clock {
		var clock = TempoClock(2), loop = DescantLoop(\drums), heard;
		loop.tempo = clock;
		this.assertEquals(this.told(\clock), \follow);
		this.assertEquals(loop.tempo, clock);
		2.wait;
		heard = this.steps(clock, 8); this.assert(heard.inclusivelyBetween(27, 37), "thirty-two steps in eight beats, % heard".format(heard));
		clock.tempo = 3;
		1.5.wait;
		heard = this.steps(clock, 12); this.assert(heard.inclusivelyBetween(42, 54), "forty-eight in twelve, % heard".format(heard));
		clock.stop;
		1.wait;
		this.assert(this.steps(TempoClock.default, 1) <= 1, "it stands with its clock");
		loop.tempo = 2.5;
		this.assertEquals(this.told(\clock), \internal);
		this.assertFloatEquals(this.told(\bpm), 150);
		this.assertEquals(loop.tempo, 2.5);
		loop.tempo = "fast";
		this.assert(this.said("DescantLoop.tempo: the tempo must be a number"));
		loop.free;
	}

	test_its_window {
		var loop = DescantLoop(\drums);
		loop.tempo = 2;
		loop.plot;
		this.assert(this.until { loop.rows.notEmpty }, "told");
		this.assertEquals(loop.rows[0][0], \kick);
		this.assertEquals(loop.rows[0][1].size, 16);
		this.assert(loop.rows.every { |row| row[1].every { |level| level.inclusivelyBetween(0, 1) } });
		0.3.wait;
		loop.free;
	}
}
