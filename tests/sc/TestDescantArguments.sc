// Wrong arguments to every public method: one line in the post window, no error, nothing sent.
TestDescantArguments : UnitTest {
	refused { |func, begins|
		var result = nil;
		try { result = func.value } { |error| ^this.assert(false, "threw: " ++ error.errorString) };
		this.assert(DescantCheck.said.asString.beginsWith(begins), "% ... said %".format(begins, DescantCheck.said));
		this.assert(DescantCheck.said.asString.includes($\n).not, "one line");
		^result
	}

	test_boot {
		this.refused({ Descant.boot(3) }, "Descant.boot: the patch must be the path of a patch file, not 3");
		this.refused({ Descant.boot("") }, "Descant.boot: the patch must be");
		this.refused({ Descant.boot("/no/such.toml") }, "Descant.boot: there is no patch /no/such.toml");
		this.refused({ Descant.boot(this.patch, "57140") }, "Descant.boot: port must be a whole number from 1 to 65535, not \"57140\"");
		this.refused({ Descant.boot(this.patch, 70000) }, "Descant.boot: port must be");
		this.refused({ Descant.boot(this.patch, action: 4) }, "Descant.boot: action must be a function, not 4");
		this.refused({ Descant.boot(this.patch, seed: "x") }, "Descant.boot: seed must be a whole number from 0");
		this.refused({ Descant.boot(this.patch, set: 3) }, "Descant.boot: set must be an array, not 3");
		this.refused({ Descant.boot(this.patch, set: [\a]) }, "Descant.boot: set must be pairs of names and values");
		this.refused({ Descant.boot(this.patch, scsynthPort: 0) }, "Descant.boot: scsynthPort must be");
		this.refused({ Descant.boot(this.patch, picture: 7) }, "Descant.boot: picture must be true or false, not 7");
		this.refused({ Descant.boot(this.patch, panel: "no") }, "Descant.boot: panel must be true or false");
	}

	patch { ^PathName(this.class.filenameSymbol.asString).pathOnly.dirname.dirname +/+ "patches/chorus.toml" }

	test_attach {
		this.refused({ Descant.attach(\x) }, "Descant.attach: port must be a whole number from 1 to 65535, not 'x'");
		this.refused({ Descant.attach(57140, 3) }, "Descant.attach: host must be a name");
		this.refused({ Descant.attach(57140, action: "x") }, "Descant.attach: action must be a function");
	}

	test_names {
		this.refused({ Descant(3) }, "Descant: the part must be a name, such as \\cubics, not 3");
		this.refused({ Descant(\cubics, 3.5) }, "Descant: the name must be a name");
		this.refused({ Descant("") }, "Descant: the part must be a name");
	}

	test_nothing_is_attached {
		[
			[\go], [\back], [\panic], [\freeze], [\goto, 2], [\capture, "x"], [\note, 60], [\plot], [\gui],
			[\learn, \mine, { |x| x }]
		].do { |call|
			this.refused({ Descant.perform(*call) }, "Descant.%: not attached; Descant.boot or Descant.attach first".format(call[0]))
		};
		this.refused({ DescantPad(\cubics) }, "DescantPad: not attached");
		this.refused({ DescantLoop(\cubics) }, "DescantLoop: not attached");
		this.refused({ Descant.quit }, "Descant.quit: not attached");
		Descant.free;
		this.assertEquals([Descant.streams, Descant.parameters, Descant.parts, Descant.cues], [[], [], [], []]);
		this.assertEquals([Descant.cue, Descant.server, Descant.title, Descant.isAttached], [nil, nil, nil, false]);
	}

	test_what_is_not_there_reads_zero {
		var nothing = Descant(\cubics, \loss);
		this.assert(nothing.isKindOf(DescantNothing));
		this.assertEquals([nothing.value, nothing.asMap], [0.0, 0]);
		this.assert({ nothing.kr }.asSynthDef.children.any { |ugen| ugen.isKindOf(DC) }, "a silent UGen");
		nothing.set(3); nothing.get { }; nothing.gui; nothing.plot; nothing.addListener { };
	}

	test_conducting {
		this.refused({ Descant.goto([1]) }, "Descant.goto: the cue must be a number, not [ 1 ]");
		this.refused({ Descant.capture(4) }, "Descant.capture: name must be a name");
		this.refused({ Descant.freeze("x") }, "Descant.freeze: on must be true or false, not \"x\"");
		this.refused({ Descant.note(\c) }, "Descant.note: pitch must be a number from 0 to 127, not 'c'");
		this.refused({ Descant.note(60, 128) }, "Descant.note: velocity must be from 0 to 127, not 128");
		this.refused({ Descant.note(0/0) }, "Descant.note: pitch must be a number from 0 to 127, not nan");
		this.refused({ Descant.onCmdPeriod = \stop }, "Descant.onCmdPeriod: it must be \\panic or \\keep, not 'stop'");
		this.refused({ Descant.program = 3 }, "Descant.program: the program must be a name");
		this.refused({ Descant.plot("long") }, "Descant.plot: seconds must be a number from 0.1 to 600, not \"long\"");
		this.refused({ DescantCueView(3).close }, "DescantCueView: bounds must be a Rect, not 3");
	}

	test_learn {
		this.refused({ Descant.learn(3, { |x| x }) }, "Descant.learn: name must be a name");
		this.refused({ Descant.learn("My Part", { |x| x }) }, "Descant.learn: name must be small letters and digits");
		this.refused({ Descant.learn(\mine, { |x| x }, "x") }, "Descant.learn: points must be a whole number from 2 to 1000, not \"x\"");
		this.refused({ Descant.learn(\mine, { |x| x }, 1) }, "Descant.learn: points must be a whole number from 2 to 1000, not 1");
		this.refused({ Descant.learn(\mine, { |x| x }, seconds: -1) }, "Descant.learn: seconds must be from 0.01 to 60, not -1");
		this.refused({ Descant.learn(\mine, { |x| x }, action: 3) }, "Descant.learn: action must be a function");
	}
}
