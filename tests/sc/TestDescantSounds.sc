// A sequencer with sounds on a real Descant, played from sclang: the point of its sounds, its rows, both pads.
TestDescantSounds : UnitTest {
	*setUpClass { Descant.boot("DESCANT_LITTLE_LOOP".getenv, seed: 1) }
	*tearDownClass { Descant.quit }

	until { |what, seconds = 8|
		var end = Main.elapsedTime + seconds, is = what.value;
		while { is.not and: { Main.elapsedTime < end } } { 0.02.wait; is = what.value };
		^is
	}

	// whether Descant says that a parameter is so
	is { |name, value|
		var found;
		^this.until { Descant(\drums, name).get { |now| found = now }; 0.02.wait; found == value }
	}

	said { |text| ^DescantCheck.lines.any { |line| line.contains(text) } }

	test_the_point_of_all_sounds {
		var loop = DescantLoop(\drums);
		loop.sound_(0.5, -1.25);
		this.assertEquals(loop.sound, [0.5, -1.25]);
		this.assert(this.is(\s1, 0.5) and: { this.is(\s2, -1.25) });
		loop.sound = 2;
		this.assertEquals(loop.sound, [2, -1.25]);
		this.assert(this.is(\s1, 2) and: { this.is(\z1, 0) });
		loop.sound_(0, 9);
		this.assert(this.said("DescantLoop.sound: each coordinate must be from -4 to 4, not 9"));
		this.assertEquals(loop.sound, [2, -1.25]);
		loop.sound_(*Array.fill(5, 0));
		this.assert(this.said("DescantLoop.sound: the point must be 4 numbers at most"));
		loop.move(*Array.fill(9, 0));
		this.assert(this.said("DescantLoop.move: the point must be 8 numbers at most"));
	}

	test_a_row {
		var loop = DescantLoop(\drums), kick = loop.row(\kick);
		kick.kind_(\kick);
		this.assert(this.is('kick/class', 2), "by the name of a class");
		this.assertEquals(loop.classes, [\bell, \kick]);
		kick.kind_("bell");
		this.assert(this.is('kick/class', 1));
		kick.kind_(\gong);
		this.assert(this.said("DescantRow.kind: there is no class gong; there are bell, kick"));
		kick.kind_(nil);
		this.assert(this.is('kick/class', 0));
		kick.move(-0.5, 1);
		this.assert(this.is('kick/s1', -0.5) and: { this.is('kick/s2', 1) } and: { this.is('snare/s1', 0) });
		this.assertEquals(kick.point, [-0.5, 1]);
		kick.set(\mute, true, \rotation, 3);
		this.assert(this.is('kick/mute', 1) and: { this.is('kick/rotation', 3) });
		kick.set(\mute);
		this.assert(this.said("DescantRow.set: what is set must be pairs of names and values"));
		this.assertEquals(loop.row(\gong), nil);
		this.assert(this.said("DescantLoop.row: drums has no row gong; it has "));
	}

	test_pads {
		var own = DescantPad(\drums), sound = DescantPad(\drums, \sound), kick = DescantLoop(\drums).row(\kick).pad;
		this.assertEquals([own, sound, kick].collect(_.name), [\drums, 'drums/sound', 'drums/kick']);
		this.assertEquals([own, sound, kick].collect(_.high), [4, 4, 4]);
		own.move(1, 2);
		sound.move(-3.5, 2);
		kick.move(0.25, 0.5);
		this.assert(this.is(\z2, 2) and: { this.is(\s1, -3.5) } and: { this.is('kick/s2', 0.5) });
		this.assertEquals(DescantPad(\drums, \gong), nil);
		this.assert(this.said("DescantPad: drums has no point of gong; it has closed_hat, crash, cross, high_tom, kick, "));
		kick.gui;
		this.assert(this.until { DescantSurroundings.places('drums/sound').size == 8 }, "what lies around has come");
		this.assertEquals(DescantSurroundings.places('drums/sound').collect(_.last).asSet, Set[0, 1]);
		this.assertEquals(DescantSurroundings.places('drums/kick'), [], "and a row's lie where all do");
		kick.move(1, 1);
		0.2.wait;
		kick.close;
	}
}
