// Windows on a screen that nobody sees, and Cmd-., with a real Descant.
TestDescantWindows : UnitTest {
	*setUpClass { Descant.boot(TestDescantPlaying.patch) }
	*tearDownClass { Descant.quit }

	until { |what, seconds = 5|
		var end = Main.elapsedTime + seconds, is = what.value;
		while { is.not and: { Main.elapsedTime < end } } { 0.02.wait; is = what.value };
		^is
	}

	test_plot {
		var plot = Descant.plot(2), one;
		0.3.wait;
		this.assertEquals(plot.streams.size, Descant.streams.size);
		one = Descant(\cubics, \loss).plot(1);
		0.3.wait;
		this.assertEquals(one.streams, [Descant(\cubics, \loss)]);
		this.assert(one.window.isClosed.not);
		[plot, one].do(_.close);
		0.1.wait;
		this.assert(one.window.isClosed);
	}

	test_gui {
		var gui = Descant.gui, rate = Descant(\cubics, \learning_rate), slider;
		this.assertEquals(gui.parameters.size, Descant.parameters.size);
		slider = gui.prWidgetOf(rate);
		slider.valueAction = 0.7;
		this.assertFloatEquals(rate.value, 0.7, within: 1e-6);
		Descant.connection.link.say(\set, 'cubics/learning_rate', 0.25);
		this.assert(this.until { (slider.value - 0.25).abs < 1e-6 }, "what another hand does is shown");
		gui.close;
		rate.gui.close;
	}

	test_cue_view {
		var view = DescantCueView();
		Descant.goto(1);
		0.5.wait;
		this.assert(this.until { view.now == "1 Cubics" }, view.now);
		this.assertEquals(view.next, "next: 2 Knots");
		view.window.view.keyDownAction.value(view.window.view, $ );
		this.assert(this.until { view.now == "2 Knots" }, view.now);
		view.close;
	}

	test_pad {
		var pad = DescantPad(\cubics);
		pad.move(0.5, -0.25);
		this.assertEquals([pad.x, pad.y], [0.5, -0.25]);
		pad.gui;
		pad.move(-1, 1);
		pad.close;
		pad.move("left", 0);
		this.assert(DescantCheck.lines.any { |line| line == "DescantPad.move: each coordinate must be a number from -1000000.0 to 1000000.0, not \"left\"" });
		this.assertEquals(DescantPad(\drums), nil);
		this.assert(DescantCheck.lines.any { |line| line == "DescantPad: the patch has no part drums; it has cubics, knots" });
		this.assertEquals(DescantLoop(\drums), nil);
		this.assert(DescantCheck.lines.any { |line| line == "DescantLoop: the patch has no part drums; it has cubics, knots" });
		this.assertEquals(DescantLoop(\cubics), nil);
		this.assert(DescantCheck.lines.any { |line| line == "DescantLoop: the part cubics makes no loop" });
	}

	test_cmd_period {
		var synth = { Silent.ar }.play, gone = false;
		Server.default.sync;
		OSCFunc({ gone = true }, '/n_end', argTemplate: [synth.nodeID]).fix;
		Descant.onCmdPeriod = \keep;
		CmdPeriod.run;
		this.assert(this.until { gone }, "what sclang plays is silent");
		this.assert(CmdPeriod.freeServers.not, "Descant's synths are not freed");
		this.assert(Server.default.aliveThreadIsRunning, "the server is watched again");
		1.5.wait;
		this.assert(Descant.isAttached, "it is there still");
		Descant.onCmdPeriod = \panic;
	}

	// a panicking Descant learns nothing until it is let go on
	test_cmd_period_panics_descant {
		var before, loss = Descant(\cubics, \loss);
		Descant.goto(1); Descant.freeze(false); 0.2.wait;
		CmdPeriod.run;
		0.2.wait;
		before = loss.value;
		Descant.note(36, 90); 0.05.wait; Descant.note(36, 0); Descant.note(72, 80); 0.05.wait; Descant.note(72, 0); 0.3.wait;
		this.assertFloatEquals(loss.value, before);
		Descant.freeze(false);
		Descant.note(36, 90); 0.05.wait; Descant.note(36, 0); Descant.note(72, 80); 0.05.wait; Descant.note(72, 0); 0.3.wait;
		this.assert((loss.value - before).abs > 1e-6, "it learns again");
	}
}
