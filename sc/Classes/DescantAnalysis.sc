// Listens to an Ndef for some seconds and gives what it heard as values from -1 to 1: a target for Descant.learn.
DescantAnalysis {
	classvar kinds;

	*initClass {
		kinds = IdentityDictionary[
			\amplitude -> { |sound| Amplitude.kr(sound, 0.01, 0.05) },
			\pitch -> { |sound| Pitch.kr(sound)[0].max(1).cpsmidi },
			\centroid -> { |sound| SpecCentroid.kr(FFT(LocalBuf(1024), sound)).max(1).cpsmidi },
			\waveform -> { |sound| sound }
		]
	}

	*kinds { ^kinds.keys.asArray.sort }

	*new { |proxy, points, analysis, seconds, action|
		var where = "Descant.learn", server = proxy.server;
		if(analysis.isKindOf(Symbol).not or: { kinds[analysis].isNil }) {
			^DescantCheck.refuse(where, "analysis", "one of %".format(this.kinds.join(", ")), analysis)
		};
		if(proxy.bus.isNil or: { proxy.rate != \audio }) {
			^DescantCheck.say(where, "% has no sound yet: give it a source first".format(proxy))
		};
		if(server.serverRunning.not) { ^DescantCheck.say(where, "the server % is not running".format(server)) };
		^this.prListen(proxy, points, analysis, seconds, action)
	}

	*prListen { |proxy, points, analysis, seconds, action|
		var server = proxy.server, synth;
		var buffer = Buffer.alloc(server, points);
		var graph = this.prGraph(proxy, buffer, points, analysis, seconds);
		fork {
			server.sync;
			synth = graph.play(server.defaultGroup, addAction: \addToTail);
			OSCFunc({ this.prHeard(buffer, action) }, '/n_end', server.addr, argTemplate: [synth.nodeID]).oneShot;
		}
	}

	// each point is what is heard in its share of the time
	*prGraph { |proxy, buffer, points, analysis, seconds|
		^{
			var sound = InFeedback.ar(proxy.bus.index, proxy.bus.numChannels).asArray.sum;
			var rate = if(analysis == \waveform) { \ar } { \kr };
			var place = Line.perform(rate, 0, points, seconds, doneAction: 2);
			BufWr.perform(rate, [kinds[analysis].value(sound)], buffer.bufnum, place, 0);
			Silent.ar
		}
	}

	*prHeard { |buffer, action|
		buffer.getToFloatArray(wait: 0.01, timeout: 5, action: { |values|
			buffer.free;
			action.value(this.prScaled(values))
		})
	}

	*prScaled { |values|
		var low = values.minItem, high = values.maxItem;
		^if(high - low < 1e-6) { values * 0 } { values.linlin(low, high, -1.0, 1.0) }
	}
}
