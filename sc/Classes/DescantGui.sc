// A window with a slider, a switch or a menu for each parameter; it shows what cues and other hands do, too.
DescantGui {
	var <window, <parameters, widgets, asking;

	*new { |parameters| ^super.newCopyArgs(nil, parameters).init }

	init {
		window = Window("Descant", Rect(160, 100, 732, (parameters.size * 26 + 12).clip(60, 720)), scroll: true);
		window.view.decorator = FlowLayout(Rect(0, 0, 712, parameters.size * 26 + 12), Point(6, 6), Point(4, 4));
		widgets = parameters.collect { |parameter| this.prWidget(parameter) };
		parameters.do(_.addDependant(this));
		asking = SkipJack({ parameters.do { |parameter| parameter.get } }, 0.5, { window.isClosed }, "DescantGui");
		window.onClose = { parameters.do(_.removeDependant(this)); asking.stop };
		window.front;
	}

	prWidget { |parameter|
		^switch(parameter.kind,
			\b, { this.prLabelled(parameter) { CheckBox(window, 20 @ 20) } },
			\choice, { this.prLabelled(parameter) { PopUpMenu(window, 200 @ 20).items_(parameter.choices) } },
			{ this.prSlider(parameter) })
	}

	prSlider { |parameter|
		var widget = EZSlider(window, 700 @ 20, parameter.name, parameter.spec,
			{ |slider| parameter.set(if(parameter.kind == \i) { slider.value.asInteger } { slider.value }) },
			parameter.value, false, 260, 70, 130);
		widget.round = 1e-6;
		^widget
	}

	prLabelled { |parameter, made|
		var widget;
		StaticText(window, 260 @ 20).string_(parameter.name).align_(\right);
		widget = made.value;
		widget.action = { parameter.set(if(parameter.kind == \b) { widget.value.asBoolean } { widget.value }) };
		this.prShow(parameter, widget, parameter.value);
		window.view.decorator.nextLine;
		^widget
	}

	prShow { |parameter, widget, value|
		widget.value = switch(parameter.kind,
			\b, { value.asBoolean },
			\choice, { parameter.choices.indexOf(value) ? 0 },
			{ value })
	}

	update { |parameter, what, value|
		{ if(window.isClosed.not) { this.prShow(parameter, this.prWidgetOf(parameter), value) } }.defer
	}

	prWidgetOf { |parameter| ^widgets[parameters.indexOf(parameter)] }

	front { window.front }
	close { window.close }
}
