// One Descant that sclang is attached to: the conversation, the table of its names, its scsynth, and what is remembered.
DescantConnection {
	var <link, <table, <login, <memory, <host, <port, process, facts, quitting = false;

	isAlive { ^link.notNil and: { link.isAlive } }
	server { ^login !? { login.server } }
	isAt { |facts| ^(facts.port == port) and: { facts.host == host } }

	// take everything in; false where its scsynth has no room
	enter { |facts|
		var server, client;
		host = facts.host;
		port = facts.port;
		memory = facts.memory;
		#server, client = ['/descant/server', '/descant/login'].collect { |address|
			facts.messages.detect { |message| message[0] == address }
		};
		client = if(client.isNil) { 1 } { client[1] };
		if(client < 0) {
			DescantCheck.say(facts.where, "scsynth at %:% takes no more than % clients; boot it with more: maxLogins"
				.format(server[1], server[2], server[3]));
			^false
		};
		if(link.isNil) { this.prOpen } { link.revive };
		this.prEnterServer(server.drop(1), client);
		table.hearAll(facts.messages);
		process = memory.process;
		process !? { process.news };
		DescantCheck.say("Descant", "% at port %, scsynth at %:%".format(table.title.quote, port, server[1], server[2]));
		^true
	}

	prOpen {
		link = DescantLink(host, port);
		table = DescantTable(link);
		login = DescantLogin { this.prAgain };
		table.action = { |what| Descant.changed(what) };
		link.on(\error) { |msg| this.prError(*msg.drop(1)) };
		DescantSurroundings.listen(link);
		link.on("watch/loop") { |msg| DescantLoop.prTold(*msg.drop(1)) };
		link.on("cue/refused") { |msg| DescantCheck.say("Descant", msg[1]) };
		link.lost = { this.prLost };
		link.found = { this.prFound };
		link.tick = { this.prTick };
		link.open;
	}

	prEnterServer { |told, client|
		if(login.isIn and: { this.isAlive } and: { login.server.addr.port == told[1] }) { ^this };
		if(told[0] == '127.0.0.1') { told = told.copy.put(0, host) };  // as another machine has it
		login.enter(*(told ++ [client]));
		memory.entered(told[0], told[1], login.server.clientID);
	}

	// ------------------------------------------------------------ what happens
	prError { |address, text, count|
		DescantCheck.say("Descant", "%: %%".format(address, text, if(count > 1) { " (% times)".format(count) } { "" }));
	}

	// Descant brings its scsynth back where that dies
	prAgain { DescantCheck.say("Descant", "scsynth was booted again, or emptied; play again what is to sound") }

	prTick {
		login.look;
		process !? {
			process.news.do { |line| DescantCheck.say("Descant", line.replace("error: ", "")) };
			if(link.isAlive and: { quitting.not } and: { process.pid.pidRunning.not }) { link.lose };
		};
	}

	prLost {
		if(quitting) { ^this };
		DescantCheck.say("Descant", "% at port %; its streams stand still. Descant.boot starts it again".format(
			if(process.notNil and: { process.isAlive.not }) { "it has ended" } { "no answer for some seconds" }, port));
		Descant.changed(\lost);
	}

	prFound {
		DescantCheck.say("Descant", "it answers again at port %".format(port));
		link.hello;
		table.ask;
		Descant.changed(\attached);
	}

	silence {
		link.play;
		login.silence;
	}

	// ------------------------------------------------------------ leaving
	quits { quitting = true }

	leave {
		quitting = true;
		link !? { link.close };
		login !? { login.leave };
		memory.left;
	}

	// sclang quits or compiles its library anew, and nobody knows which
	shutDown {
		quitting = true;
		link.close;
		login.leave;
		if(process.notNil and: { memory.isOwned }) { process.endAfterSclang };
	}
}
