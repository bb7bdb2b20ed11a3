// A stream: something that moves inside a part while it learns, on a control bus that any Synth or Ndef can read.
//
// Descant(\cubics, \loss).kr(0.05)                     inside a SynthDef or an Ndef
// Synth(\x, [\detune, Descant(\cubics, \loss)])        mapped
// Pbind(\detune, Descant(\cubics, \loss))              its value at each event
DescantStream {
	var <name, link, <spec, <bus, <latest = 0.0, listeners, subscribed_hz = 0;

	*prNew { |name, link| ^super.newCopyArgs(name, link) }

	describe { |unit, low, high, index|
		spec = ControlSpec(low, high, \lin, 0, 0.clip(low, high), unit.asString);
		bus = Bus(\control, index, 1, Descant.server ?? { Server.default });
	}

	// ------------------------------------------------------------ in sound
	kr { |lag = 0|
		var read = this.prRead;
		if(lag.isKindOf(SimpleNumber)) {
			if(DescantCheck.number(lag, "%.kr".format(this), \lag, 0).isNil) { ^read };
			^if(lag > 0) { Lag.kr(read, lag) } { read }
		};
		if(lag.isValidUGenInput.not or: { lag.isKindOf(Boolean) }) {
			DescantCheck.refuse("%.kr".format(this), \lag, "a number", lag);
			^read
		};
		^Lag.kr(read, lag)
	}

	prRead { ^In.kr(bus.index, 1) }

	asMap { ^bus.asMap }
	asControlInput { ^this.asMap }
	asUGenInput { ^this.kr }
	isValidUGenInput { ^true }
	rate { ^\control }

	// ------------------------------------------------------------ in the language
	// read from scsynth's memory where that is on this machine; elsewhere the newest that came by OSC, from now on
	value {
		var server = bus.server;
		if(server.hasShmInterface) { ^server.getControlBusValue(bus.index) };
		if(subscribed_hz == 0) { this.prListen(60) };
		^latest
	}

	asStream { ^FuncStream { this.value } }
	embedInStream { |inval| ^this.value.yield }
	scaled { |to| ^DescantScaled(this, to) }

	// func is called with value and stream, at most rate times a second and when it moves
	addListener { |func, rate = 60|
		if(func.isNil or: { DescantCheck.action(func, "%.addListener".format(this), "the listener").isNil }) { ^this };
		if(DescantCheck.number(rate, "%.addListener".format(this), \rate, 0.01, 1000).isNil) { ^this };
		listeners = listeners.add(func);
		this.prListen(rate);
	}

	removeListener { |func|
		listeners = listeners.reject { |each| each === func };
		if(listeners.isEmpty and: { subscribed_hz > 0 }) { subscribed_hz = 0; link.ignore(this) };
	}

	prListen { |hz|
		if(hz > subscribed_hz) { subscribed_hz = hz; link.listen(this, hz) }
	}

	heard { |value|
		latest = value;
		listeners.do { |func|
			var result = DescantCheck.tried { func.value(value, this); nil };
			if(result.isKindOf(Exception)) {
				listeners = listeners.reject { |each| each === func };
				DescantCheck.say(this, "a listener is taken off: %".format(DescantCheck.reason(result)));
			}
		};
	}

	plot { |seconds = 10|
		if(DescantCheck.number(seconds, "%.plot".format(this), \seconds, 0.1, 600).isNil) { ^nil };
		^DescantPlot([this], seconds)
	}

	printOn { |stream| stream << "Descant('" << name << "')" }
	storeOn { |stream| this.printOn(stream) }
}

// What takes the place of a name that is not in the patch: it reads 0 and does nothing, and an Ndef plays on.
DescantNothing : DescantStream {
	*new { |name| ^super.prNew(name).prInit }
	prInit { spec = ControlSpec(0, 1) }
	describe { }
	prRead { ^DC.kr(0) }
	asMap { ^0 }
	value { ^0.0 }
	prListen { }
	removeListener { }
	plot { }
	set { }
	get { }
	gui { }
	choices { ^[] }
}

// A stream on the scale of another ControlSpec: Descant(\cubics, \loss).scaled([200, 2000, \exp])
DescantScaled {
	var <source, <spec;

	*new { |source, to|
		var spec = to.tryPerform(\asSpec);
		if(spec.isKindOf(ControlSpec).not) {
			DescantCheck.refuse("%.scaled".format(source), "the scale", "a ControlSpec, such as [200, 2000, \\exp]", to);
			spec = source.spec;
		};
		^super.newCopyArgs(source, spec)
	}

	value { ^this.prScale(source.value) }
	kr { |lag = 0| ^this.prScale(source.kr(lag)) }
	asUGenInput { ^this.kr }
	isValidUGenInput { ^true }
	rate { ^\control }
	asStream { ^FuncStream { this.value } }
	embedInStream { |inval| ^this.value.yield }
	asControlInput { ^this.value }
	prScale { |value| ^spec.map(source.spec.unmap(value)) }
}
