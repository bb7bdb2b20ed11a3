// A real Descant learns what sclang gives it: functions, arrays, Buffers, what an Ndef sounds like.
TestDescantLearning : UnitTest {
	*setUpClass { Descant.boot(seed: 7) }
	*tearDownClass { Descant.quit }

	// of late; lines of Descant's own, such as xruns, may come between
	said { |text| ^DescantCheck.lines.any { |line| line.contains(text) } }

	until { |what, seconds = 20|
		var end = Main.elapsedTime + seconds, is = what.value;
		while { is.not and: { Main.elapsedTime < end } } { 0.02.wait; is = what.value };
		^is
	}

	// the curve that a part has learned by now, asked for by OSC
	curve { |part, points|
		var found;
		OSCFunc({ |msg| if(msg[1] == part) { found = msg.drop(2) } }, '/descant/curve').oneShot;
		Descant.connection.link.say(\curve, part, points);
		this.until { found.notNil };
		^found
	}

	learned { |part, target, within = 0.1|
		^this.until { (this.curve(part, target.size) - target).abs.maxItem < within }
	}

	test_it_begins_with_a_phrase_of_its_own {
		this.assertEquals(Descant.title, "A phrase, learned aloud");
		this.assert(Descant.parts.includes(\cubics));
		this.assert(this.until { Descant(\cubics, \loss).value > 0 }, "it plays by itself");
	}

	test_a_function_is_learned {
		var learner = Descant.learn(\sine, { |x| (x * pi).sin * 0.8 });
		this.assert(learner.isKindOf(DescantLearner));
		this.assert(Descant.parts.includes(\sine), "it is there at once");
		this.assert(Descant(\sine, \value).bus.index > 0);
		this.assert(learner.stream(\loss) === Descant(\sine, \loss));
		this.assert(this.learned(\sine, 9.collect { |n| (n / 4 - 1 * pi).sin * 0.8 }), "learned");
		this.assert(Descant(\sine, \loss).value < 0.01);
	}

	test_another_target_under_the_same_name {
		var before;
		Descant.learn(\again, { |x| x }).set(\learning_rate, 0.02);
		this.assert(this.learned(\again, [-1, -0.5, 0, 0.5, 1]), "the first: %".format(this.curve(\again, 5)));
		before = Descant(\again, \loss);
		Descant.learn(\again, { |x| x.neg });
		this.assert(this.learned(\again, [1, 0.5, 0, -0.5, -1]), "the second: %".format(this.curve(\again, 5)));
		this.assert(Descant(\again, \loss) === before, "the same stream: %".format([Descant(\again, \loss), before]));
	}

	test_an_array_of_any_length {
		Descant.learn(\stairs, [-0.5, 0.5], points: 16);
		this.assert(this.learned(\stairs, [-0.5, 0, 0.5]));
	}

	test_a_buffer {
		var buffer = Buffer.sendCollection(Server.default, [0, 0.8, 0, -0.8, 0], 1);
		Server.default.sync;
		Descant.learn(\tape, buffer);
		this.until { Descant.parts.includes(\tape) };
		this.assert(this.learned(\tape, [0, 0.8, 0, -0.8, 0], 0.2), "learned");
		buffer.free;
	}

	test_what_an_ndef_sounds_like {
		var done = false;
		Ndef(\rising, { SinOsc.ar(500) * Line.kr(0, 0.5, 8) });
		Server.default.sync;
		0.3.wait;
		Descant.learn(\loudness, Ndef(\rising), 32, \amplitude, 0.8, { done = true });
		this.assert(this.until { done }, "analysed");
		this.assert(this.learned(\loudness, [-1, 0, 1], 0.4), "ever louder: %".format(this.curve(\loudness, 3)));
		Ndef(\rising).clear;
		DescantAnalysis.kinds.do { |kind|
			var values;
			Ndef(\tone, { SinOsc.ar(440) * 0.3 });
			Server.default.sync;
			DescantAnalysis(Ndef(\tone), 24, kind, 0.2) { |found| values = found };
			this.until { values.notNil };
			this.assertEquals([values.size, values.every { |value| value.inclusivelyBetween(-1, 1) }], [24, true], kind);
		};
		Ndef(\tone).clear;
	}

	refused { |said, target ... more|
		this.assertEquals(Descant.learn(\wrong, target, *more), nil);
		this.assert(this.said("Descant.learn: " ++ said));
		this.assert(DescantCheck.said.includes($\n).not);
	}

	test_what_cannot_be_learned {
		this.refused("the target fails at x = -1.0: Message 'foo' not understood.", { |x| x.foo });
		this.refused("every value of the target must be a number, not inf", { |x| inf });
		this.refused("every value of the target must be a number, not nan", { |x| (x + 2).neg.sqrt });
		this.refused("every value of the target must be a number, not nil", [1, nil, 2]);
		this.refused("every value of the target must be a number, not \"two\"", [1, "two", 2]);
		this.refused("target must be a function, an array, a Buffer or an Ndef, not \"abc\"", "abc");
		this.refused("target must be two values or more, not [ 1 ]", [1]);
		this.refused("Ndef('silent') has no sound yet: give it a source first", Ndef(\silent));
		this.refused("the Buffer must be one that has frames", Buffer(Server.default, nil, 1));
		this.refused("analysis must be one of amplitude, centroid, pitch, waveform, not 'colour'", Ndef(\x), 20, \colour);
		this.assert(Descant.parts.includes(\wrong).not);
		this.assertEquals(Descant(\wrong, \loss).value, 0.0);
	}

	test_one_that_waits {
		this.refused("the target fails at x = -1.0: it waits", { |x| 0.1.wait; x });
	}

	test_a_part_that_learns_something_else {
		Descant.learn(\cubics, { |x| x });
		this.assert(this.until { this.said("/descant/learn: cubics is of the kind cubics") });
	}
}
