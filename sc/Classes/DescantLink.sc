// The conversation with Descant by OSC: says words, hears answers and streams, subscribes, notices silence.
DescantLink {
	classvar <>silence_s = 3;  // so long without an answer, and it is taken to be gone
	classvar prefix = "/descant/";
	var <addr, <isAlive = true, hear, words, streams, subscribed, wanted, spoke, task, <>lost, <>found, <>tick;

	*new { |host, port| ^super.new.init(host, port) }

	init { |host, port|
		addr = NetAddr(host, port);
		words = IdentityDictionary.new;
		streams = IdentityDictionary.new;
		subscribed = Dictionary.new;
		wanted = Dictionary.new;
		hear = { |msg, time, from|
			if((from.port == addr.port) and: { from.addr == addr.addr }) { this.hear(msg) }
		};
		this.on(\pong) { };
	}

	open {
		thisProcess.addOSCRecvFunc(hear);
		this.hello;
		this.play;
	}

	hello {
		subscribed.clear;
		this.say(\hello, "sclang", NetAddr.langPort);
		this.subscribe;
	}

	close {
		task.stop;
		this.say(\bye);
		thisProcess.removeOSCRecvFunc(hear);
	}

	say { |word ... arguments| addr.sendMsg(prefix ++ word, *arguments) }

	// to be done so many seconds after now, as sclang counts it: what is sent to scsynth with that latency sounds then
	sayAhead { |latency, word ... arguments| addr.sendBundle(latency, [prefix ++ word] ++ arguments) }

	on { |word, func| words[(prefix ++ word).asSymbol] = func }

	// a message as it comes: streams first, for they are many
	hear { |msg|
		var stream = streams[msg[0]];
		spoke = Main.elapsedTime;
		if(isAlive.not) { isAlive = true; found.value };
		if(stream.notNil) { ^stream.heard(msg[1]) };
		words[msg[0]].value(msg);
	}

	// ------------------------------------------------------------ streams
	listen { |stream, rate|
		streams[(prefix ++ stream.name).asSymbol] = stream;
		wanted[stream.name.asString] = rate;
		this.subscribe;
	}

	ignore { |stream|
		streams.removeAt((prefix ++ stream.name).asSymbol);
		wanted.removeAt(stream.name.asString);
		this.subscribe;
	}

	// one by one while they are few; Descant takes 64 subscriptions of a client, so many come as one
	subscribe {
		var now = wanted;
		if(wanted.size > 60) { now = Dictionary["*" -> wanted.values.maxItem] };
		subscribed.keys.difference(now.keys).do { |pattern|
			this.say(\unsubscribe, pattern);
			subscribed.removeAt(pattern);
		};
		now.keysValuesDo { |pattern, rate|
			if(subscribed[pattern] != rate) {
				this.say(\subscribe, pattern, rate.asFloat);
				subscribed[pattern] = rate;
			}
		}
	}

	// ------------------------------------------------------------ is it there
	// Cmd-. stops all tasks: Descant plays this one again
	play {
		spoke = Main.elapsedTime;
		task.stop;
		task = fork({
			loop {
				this.say(\ping);
				tick.value;
				1.wait;
				if(isAlive and: { Main.elapsedTime - spoke > silence_s }) { this.lose };
			}
		}, AppClock);
	}

	// another Descant is there than the one that was lost
	revive {
		if(isAlive.not) { isAlive = true; this.hello };
	}

	lose {
		isAlive = false;
		lost.value;
	}
}
