// sclang plays a real Descant on a real scsynth: streams, parameters, cues, listeners, patterns, windows, Cmd-.
TestDescantPlaying : UnitTest {
	*patch {
		^PathName(this.filenameSymbol.asString).pathOnly.dirname.dirname +/+ "patches/losses-dissonances-distortions.toml"
	}

	*setUpClass { Descant.boot(this.patch, seed: 2021) }

	*tearDownClass { Descant.quit }

	setUp { Descant.goto(1); Descant.freeze(false); 0.1.wait }

	// of late; lines of Descant's own, such as xruns, may come between
	said { |text| ^DescantCheck.lines.any { |line| line.contains(text) } }

	until { |what, seconds = 5|
		var end = Main.elapsedTime + seconds, is = what.value;
		while { is.not and: { Main.elapsedTime < end } } { 0.02.wait; is = what.value };
		^is
	}

	// something new to learn, and one step towards it: the loss is above 0 then
	learn { |steps = 1|
		Descant.note(36, 90); 0.05.wait; Descant.note(36, 0);
		steps.do { Descant.note(72, 80); 0.05.wait; Descant.note(72, 0) };
		0.1.wait;
	}

	test_everything_has_its_name {
		this.assertEquals(Descant.title, "Losses, Dissonances, and Distortions");
		this.assertEquals(Descant.parts, [\cubics, \knots]);
		this.assert(Descant.streams.includes('cubics/gradient/a'));
		this.assert(Descant.parameters.includes('cubics/learning_rate'));
		this.assert(Descant(\cubics, 'gradient/a') === Descant('cubics/gradient/a'));
		this.assertEquals(Descant.server, Server.default);
		this.assertEquals(Server.default.clientID, 1);
	}

	test_a_stream_is_its_bus {
		var heard, loss;
		this.learn;
		loss = Descant(\cubics, \loss).value;
		this.assert(loss > 0, "a loss of %".format(loss));
		Descant(\cubics, \loss).bus.get { |value| heard = value };
		this.until { heard.notNil };
		this.assertFloatEquals(heard, loss);
	}

	test_an_ndef_follows_it {
		var heard = List.new, responder, loss;
		this.learn;
		loss = Descant(\cubics, \loss).value;
		responder = OSCFunc({ |msg| heard.add(msg[3]) }, '/follows');
		Ndef(\follower, { SendReply.kr(Impulse.kr(50), '/follows', Descant(\cubics, \loss).kr); Silent.ar }).play;
		this.until { heard.size > 3 };
		Ndef(\follower).clear;
		responder.free;
		this.assertFloatEquals(heard.last, loss);
	}

	test_kr_with_a_lag_and_scaled {
		var heard = List.new, responder, loss;
		this.learn;
		loss = Descant(\cubics, \loss).value;
		responder = OSCFunc({ |msg| heard.add(msg[3]) }, '/scaled');
		Ndef(\scaled, {
			SendReply.kr(Impulse.kr(50), '/scaled', Descant(\cubics, \loss).scaled([100, 800, \exp]).kr(0.001)); Silent.ar
		}).play;
		this.until { heard.size > 10 };
		Ndef(\scaled).clear;
		responder.free;
		this.assertFloatEquals(heard.last, [100, 800, \exp].asSpec.map(loss / 3), within: 0.1);
		this.assertFloatEquals(Descant(\cubics, \loss).scaled([100, 800, \exp]).value, heard.last, within: 0.1);
	}

	test_mapped_into_a_synth {
		var heard, responder, synth, loss;
		this.learn;
		loss = Descant(\cubics, \loss).value;
		responder = OSCFunc({ |msg| heard = msg[3] }, '/mapped');
		SynthDef(\mapped, { |detune = 0| SendReply.kr(Impulse.kr(50), '/mapped', detune) }).add;
		Server.default.sync;
		synth = Synth(\mapped, [\detune, Descant(\cubics, \loss)]);
		this.until { heard.notNil and: { heard > 0 } };
		synth.free;
		responder.free;
		this.assertFloatEquals(heard, loss);
	}

	test_in_a_pattern {
		var loss, event, scaled;
		this.learn;
		loss = Descant(\cubics, \loss).value;
		event = Pbind(\detune, Descant(\cubics, \loss), \x, Pseq([Descant(\cubics, \loss), 7])).asStream.next(());
		this.assertFloatEquals(event[\detune], loss);
		this.assertFloatEquals(event[\x], loss);
		scaled = Pbind(\cutoff, Descant(\cubics, \loss).scaled([200, 2000, \exp])).asStream.next(());
		this.assertFloatEquals(scaled[\cutoff], [200, 2000, \exp].asSpec.map(loss / 3), within: 1e-3);
	}

	test_listeners {
		var first = List.new, second = List.new, stream = Descant(\cubics, \loss);
		var one = { |value, from| first.add([value, from]) }, other = { |value| second.add(value) };
		stream.addListener(one).addListener(other, 100);
		this.learn(3);
		this.until { first.size > 1 };
		this.assert(first.last[1] === stream);
		this.assertFloatEquals(first.last[0], stream.value);
		stream.removeListener(one);
		first.clear;
		this.learn(2);
		this.assertEquals(first.size, 0);
		this.assert(second.size > 3, "the other goes on");
		stream.addListener { nil.cry };
		this.learn(2);
		this.assert(this.said("a listener is taken off"));
		stream.removeListener(other);
		second.clear;
		this.learn(2);
		this.assertEquals(second.size, 0);
	}

	// Descant takes 64 subscriptions of a client; each of these would be one, and matches
	test_seventy_streams_are_heard {
		var link = Descant.connection.link, heard = 0, count = { heard = heard + 1 };
		var others = 70.collect { |n| (name: "cubics/gradient/[a%]".format(n).asSymbol, heard: { }) };
		others.do { |other| link.listen(other, 60) };
		Descant(\cubics, \loss).addListener(count);
		0.3.wait;
		heard = 0;
		this.learn(2);
		this.assert(heard > 0, "% heard".format(heard));
		others.do { |other| link.ignore(other) };
		Descant(\cubics, \loss).removeListener(count);
	}

	test_parameters {
		var rate = Descant(\cubics, \learning_rate), got;
		this.assertEquals([rate.kind, rate.spec.minval.round(0.01), rate.spec.maxval], [\f, -0.3, 2.0]);
		rate.set(0.4);
		rate.get { |value| got = value };
		this.until { got.notNil };
		this.assertFloatEquals(got, 0.4, within: 1e-6);
		rate.set(9);
		this.assert(this.said("Descant('cubics/learning_rate').set: the value must be from -0.3 to 2.0, not 9"));
		rate.set("fast");
		this.assert(this.said("must be a number from -0.3 to 2.0, not \"fast\""));
		Descant(\cubics, \loss_form).set(\absolute);
		Descant(\cubics, \loss_form).get { |value| got = value };
		this.until { got == \absolute };
		this.assertEquals(got, \absolute);
		Descant(\cubics, \loss_form).set(\round);
		this.assert(this.said("must be one of squared, absolute, not 'round'"));
		Descant(\overtones, \mute).set(2);
		this.assert(this.said("must be true or false, not 2"));
		Descant(\cubics, \points).set(2.5);
		this.assert(this.said("must be a whole number from 2"));
	}

	test_cues {
		this.assertEquals(Descant.cues.collect(_.number), [1.0, 2.0, 3.0, 4.0]);
		Descant.goto(2);
		this.until { Descant.cue.number == 2 };
		this.assertEquals([Descant.cue.name, Descant.cue.nextName], ["Knots", "Knots, seen"]);
		1.wait;
		Descant.go;
		this.until { Descant.cue.number == 3 };
		this.assertEquals(Descant.cue.number, 3.0);
		Descant.back;
		this.until { Descant.cue.number == 2 };
		this.assertEquals(Descant.cue.number, 2.0);
		Descant.goto("Cubics");
		this.until { Descant.cue.number == 1 };
		this.assertEquals(Descant.cue.number, 1.0);
		Descant.goto("Kubics");
		this.assert(this.said("Descant.goto: there is no cue \"Kubics\"; there are 1"));
	}

	test_an_unknown_name {
		var nothing = Descant(\cubics, \los);
		this.assert(this.said("Descant: there is no stream or parameter cubics/los; did you mean cubics/loss?"));
		this.assertEquals(nothing.value, 0.0);
	}

	test_what_descant_refuses_is_one_line {
		Descant.connection.link.say(\nonsense, 3);
		this.assert(this.until { this.said("Descant: /descant/nonsense: there is no such address") });
	}

	test_booted_again_it_is_joined {
		var loss = Descant(\cubics, \loss), synth = { Silent.ar }.play, alive;
		Server.default.sync;
		Descant.boot(this.class.patch);
		this.assert(Descant(\cubics, \loss) === loss, "names stay");
		OSCFunc({ |msg| alive = true }, '/n_info', argTemplate: [synth.nodeID]).oneShot;
		Server.default.sendMsg("/n_query", synth.nodeID);
		this.until({ alive == true }, 2);
		this.assert(alive == true, "what sounds, sounds on");
		synth.free;
	}
}
