// A square in which the point of a part is moved: the target of a learner, a sequencer's place in its latent space.
DescantPad {
	classvar reach = 4;         // of a sequencer's coordinates, either way; a learner's are from -1 to 1
	var <part, <x = 0.0, <y = 0.0, <window, slider;

	*new { |part|
		var known;
		if(DescantCheck.named(part, "DescantPad", "the part").isNil or: { Descant.prIsThere("DescantPad").not }) { ^nil };
		part = part.asSymbol;
		known = Descant.parts;
		if(known.includes(part).not) {
			^DescantCheck.say("DescantPad", "the patch has no part %; it has %".format(part, known.join(", ")))
		};
		^super.newCopyArgs(part)
	}

	high { ^if(DescantLoop.prHas(part, \z1)) { reach } { 1 } }

	// from -1 to 1 each, a sequencer's from -4 to 4; further coordinates where the part has them
	move { |toX, toY ... more|
		[toX, toY].addAll(more).do { |value|
			if(DescantCheck.number(value, "DescantPad.move", "each coordinate", -1e6, 1e6).isNil) { ^this }
		};
		x = toX;
		y = toY;
		Descant.prSay("DescantPad.move", \pad, part, *[x, y].addAll(more).collect(_.asFloat));
		if(window.notNil and: { window.isClosed.not }) {
			{ slider.setXY(*[x, y].linlin(this.high.neg, this.high, 0, 1)) }.defer
		};
	}

	gui {
		window = Window("Descant: %".format(part), Rect(240, 200, 320, 320));
		slider = Slider2D(window, window.view.bounds.insetBy(8)).resize_(5).setXY(0.5, 0.5);
		slider.action = { |view| this.move(*[view.x, view.y].linlin(0, 1, this.high.neg.asFloat, this.high.asFloat)) };
		window.front;
	}

	front { if(window.isNil or: { window.isClosed }) { this.gui } { window.front } }
	close { window !? { window.close } }
}
