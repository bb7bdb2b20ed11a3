// A parameter: something that can be set, such as a learning rate. Cues recall it, and the take keeps who set it.
DescantParameter {
	var <name, link, <kind, <spec, <>choices, <default, <value, asked;

	*prNew { |name, link| ^super.newCopyArgs(name, link) }

	describe { |argKind, unit, low, high, curve, argDefault|
		kind = argKind;
		default = argDefault;
		choices = choices ? [];
		spec = ControlSpec(low, high, if(curve == \exponential) { \exp } { \lin }, if(kind == \f) { 0 } { 1 },
			if(argDefault.isNumber) { argDefault } { 0 }, unit.asString);
	}

	set { |to|
		var checked = this.prChecked(to);
		if(checked.notNil) {
			value = checked;
			link.say(\set, name, checked);
			this.changed(\value, value);
		}
	}

	prChecked { |to|
		var where = "%.set".format(this);
		if(kind == \choice) {
			if(DescantCheck.isText(to) and: { choices.includes(to.asSymbol) }) { ^to.asSymbol };
			if(to.isKindOf(Integer) and: { choices[to].notNil } and: { to >= 0 }) { ^choices[to] };
			^DescantCheck.refuse(where, "the value", "one of %".format(choices.join(", ")), to)
		};
		if(kind == \b) {
			to = DescantCheck.flag(to, where, "the value");
			^to !? { to.binaryValue }
		};
		if(kind == \i and: { to.isKindOf(Integer).not } and: { to.isKindOf(SimpleNumber) } and: { to.frac == 0 }) {
			to = to.asInteger
		};
		^if(kind == \i) { DescantCheck.whole(to, where, "the value", spec.minval, spec.maxval) } {
			DescantCheck.number(to, where, "the value", spec.minval, spec.maxval)
		}
	}

	// what Descant says it is now; the action is called with it
	get { |action|
		if(DescantCheck.action(action, "%.get".format(this)).isNil) { ^this };
		asked = asked.add(action);
		link.say(\get, name);
	}

	heard { |now|
		var actions = asked;
		asked = nil;
		if(now != value) { value = now; this.changed(\value, value) };
		actions.do(_.value(value));
	}

	gui { ^DescantGui([this]) }

	// a parameter has no bus: in a SynthDef it is the number that it is now
	kr { ^value.asFloat }
	asControlInput { ^value }
	asUGenInput { ^value }
	asStream { ^FuncStream { value } }
	embedInStream { |inval| ^value.yield }

	printOn { |stream| stream << "Descant('" << name << "')" }
	storeOn { |stream| this.printOn(stream) }
}
