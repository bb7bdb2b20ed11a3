// A window for the concert: where the piece is, what comes next, GO (also the space bar), back and panic.
DescantCueView {
	var <window, now, next, list;

	*new { |bounds| ^super.new.init(bounds) }

	init { |bounds|
		if(bounds.notNil and: { bounds.isKindOf(Rect).not }) {
			DescantCheck.refuse("DescantCueView", "bounds", "a Rect", bounds);
			bounds = nil;
		};
		window = Window("Descant: cues", bounds ?? { Rect(200, 200, 420, 360) });
		now = StaticText().font_(Font(size: 24, bold: true));
		next = StaticText().font_(Font(size: 16));
		list = ListView().enterKeyAction_({ |view| this.prGoto(view.value) });
		list.mouseDownAction = { |view, x, y, modifiers, button, clicks| if(clicks == 2) { this.prGoto(view.value) } };
		list.keyDownAction = { |view, char| if(char == $ ) { Descant.go; true } };
		window.layout = VLayout(now, next, list, HLayout(*this.prButtons));
		window.view.keyDownAction = { |view, char| if(char == $ ) { Descant.go; true } };
		Descant.addDependant(this);
		window.onClose = { Descant.removeDependant(this) };
		this.prShow;
		window.front;
	}

	prButtons {
		^[["back", { Descant.back }], ["GO", { Descant.go }], ["panic", { Descant.panic }]].collect { |each|
			Button().states_([[each[0]]]).action_(each[1]).canFocus_(false)
		}
	}

	prGoto { |place|
		var cue = Descant.cues[place];
		if(cue.notNil) { Descant.goto(cue.number) };
	}

	update { |descant, what|
		if(#[\cue, \cues, \attached, \lost].includes(what)) { { if(window.isClosed.not) { this.prShow } }.defer }
	}

	prShow {
		var cue = Descant.cue, cues = Descant.cues;
		now.string = if(cue.isNil) { "not attached" } { "% %".format(DescantTable.shown(cue.number), cue.name) };
		next.string = if(cue.isNil or: { cue.nextNumber == 0 }) { "" } {
			"next: % %".format(DescantTable.shown(cue.nextNumber), cue.nextName)
		};
		list.items = cues.collect { |each| "% %   %".format(DescantTable.shown(each.number), each.name, each.notes) };
		if(cue.notNil) { list.value = cues.detectIndex { |each| each.number == cue.number } };
	}

	now { ^now.string }
	next { ^next.string }

	front { window.front }
	close { window.close }
}
