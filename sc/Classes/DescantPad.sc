// A square in which a point of a part is moved: the target of a learner, a sequencer's place among rhythms or sounds.
DescantPad {
	var <part, <space, <x = 0.0, <y = 0.0, <window, slider, dots;

	// the part's own point, or another one of its points: \sound, or a row, such as \kick
	*new { |part, space|
		var known;
		if(DescantCheck.named(part, "DescantPad", "the part").isNil or: { Descant.prIsThere("DescantPad").not }) { ^nil };
		part = part.asSymbol;
		known = Descant.parts;
		if(known.includes(part).not) {
			^DescantCheck.say("DescantPad", "the patch has no part %; it has %".format(part, known.join(", ")))
		};
		if(space.notNil and: { this.prHas(part, space).not }) { ^nil };
		^super.newCopyArgs(part, space !? { space.asSymbol })
	}

	*prHas { |part, space|
		var known = Descant.connection.table.pads(part);
		if(DescantCheck.named(space, "DescantPad", "the space").isNil) { ^false };
		if(known.includes(space.asSymbol)) { ^true };
		DescantCheck.say("DescantPad", "% has no point of %; it has %".format(part, space,
			if(known.isEmpty) { "only its own" } { known.join(", ") }));
		^false
	}

	*prName { |part, space| ^if(space.isNil) { part } { "%/%".format(part, space).asSymbol } }

	name { ^this.class.prName(part, space) }

	// how far the square reaches: as far as the coordinates, or 1 where they are no parameters
	high { ^Descant.connection.table.coordinates(this.name).first !? { |row| row.spec.maxval } ? 1 }

	// from -high to high each; further coordinates where the part has them
	move { |toX, toY ... more|
		[toX, toY].addAll(more).do { |value|
			if(DescantCheck.number(value, "DescantPad.move", "each coordinate", -1e6, 1e6).isNil) { ^this }
		};
		x = toX;
		y = toY;
		Descant.prSay("DescantPad.move", \pad, this.name, *[x, y].addAll(more).collect(_.asFloat));
		if(window.notNil and: { window.isClosed.not }) {
			{ slider.setXY(*[x, y].linlin(this.high.neg, this.high, 0, 1)) }.defer
		};
	}

	// ------------------------------------------------------------ its window
	// dots are what lies around the point, a colour for each label
	gui {
		var pad = this.prGround, redraw = { |from, what, which| if(which == pad) { { dots.refresh }.defer } };
		window = Window("Descant: %".format(this.name), Rect(240, 200, 320, 320));
		dots = UserView(window, window.view.bounds.insetBy(8)).resize_(5);
		dots.background = Color.gray(0.12);
		dots.drawFunc = { |view| this.prDraw(view, pad) };
		slider = Slider2D(window, window.view.bounds.insetBy(8)).resize_(5).setXY(0.5, 0.5);
		slider.background = Color.clear;
		slider.knobColor = Color.gray(0.9);
		slider.action = { |view| this.move(*[view.x, view.y].linlin(0, 1, this.high.neg.asFloat, this.high.asFloat)) };
		DescantSurroundings.addDependant(redraw);
		window.onClose = { DescantSurroundings.removeDependant(redraw) };
		if(Descant.connection.table.coordinates(this.name).notEmpty) { DescantSurroundings.know(pad) };
		window.front;
	}

	// the pad whose surroundings are shown: that over which it lies
	prGround {
		var known = Descant.connection.table.spaces[this.name];
		^if(known.isNil or: { known[\over] == '' }) { this.name } { known[\over] }
	}

	prDraw { |view, pad|
		var labels = max(1, DescantSurroundings.labels(pad).size), room = view.bounds.extent;
		DescantSurroundings.places(pad).do { |place|
			var at = Point(place[0].linlin(this.high.neg, this.high, 0, room.x),
				place[1].linlin(this.high.neg, this.high, room.y, 0));
			Pen.fillColor = if(place[2] < 0) { Color.gray(0.5) } { Color.hsv(place[2] / labels, 0.55, 1) };
			Pen.fillOval(Rect.aboutPoint(at, 2.5, 2.5));
		};
	}

	front { if(window.isNil or: { window.isClosed }) { this.gui } { window.front } }
	close { window !? { window.close } }
}
