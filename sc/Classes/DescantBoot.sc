// Brings Descant up, or finds it, and gives what sclang must know: its answers, as messages. What fails is one line.
DescantBoot {
	var patch, port, seed, set, scsynthPort, picture, panel, host, where = "Descant.boot", program, memory;

	*new { |patch, port, seed, set, scsynthPort, picture, panel, host = "127.0.0.1"|
		^super.newCopyArgs(patch, port, seed, set, scsynthPort, picture, panel, host)
	}

	// where a patch is: a path, one beside the code that is evaluated, or the Quark's own
	*path { |patch|
		var given, beside;
		if(patch.isNil) { ^this.own };
		if(DescantCheck.isText(patch).not or: { patch.asString.isEmpty }) {
			^DescantCheck.refuse("Descant.boot", "the patch", "the path of a patch file", patch)
		};
		given = patch.asString.standardizePath;
		beside = thisProcess.nowExecutingPath !? { |path| path.dirname +/+ given };
		if(File.exists(given)) { ^given.absolutePath };
		if(beside.notNil and: { File.exists(beside) }) { ^beside };
		^DescantCheck.say("Descant.boot", "there is no patch %".format(given))
	}

	*own { ^DescantProcess.folder +/+ "Patches/phrase.toml" }

	// everything that a Descant tells, nil where none answers
	attach {
		var facts;
		where = "Descant.attach";
		if(this.prReady.not) { ^nil };
		facts = this.prAsk(0.5);
		if(facts == false) { ^nil };
		if(facts.isNil) {
			^DescantCheck.say(where, "no Descant answers at %:%; Descant.boot starts one".format(host, port))
		};
		^this.prFacts(facts)
	}

	run {
		var facts;
		if(this.prReady.not) { ^nil };
		facts = this.prAsk(0);
		if(facts == false) { ^nil };
		if(facts.notNil) {
			DescantCheck.say(where, "a Descant plays at port % already: joined it".format(port));
			if(memory.process.notNil) { memory.own };
			^this.prFacts(facts)
		};
		^this.prStart
	}

	// what it has now, taken in at once: the list that comes by itself would be late for the next line of code
	*look { |connection|
		var program = DescantProcess.find, answer;
		if(program.isNil) { ^connection.table.ask };  // moved since it was started
		answer = DescantProcess.run(program, "list", "--osc", "--host", connection.host, "--port", connection.port);
		connection.table.hearAll(this.prMessages(answer[1]));
	}

	*prMessages { |lines|
		^lines.select { |line| line.beginsWith("/descant/") }.collect { |line| DescantTable.message(line) }
	}

	prReady {
		program = DescantProcess.find;
		if(program.isNil) {
			DescantCheck.say(where, "the program descant is not found%; %".format(
				DescantProcess.program !? { |path| " at %".format(path) } ? "", DescantProcess.howToInstall));
			^false
		};
		memory = DescantMemory(port);
		this.prLogOut;
		^true
	}

	// a sclang that crashed, or this one before its library was compiled anew, has left its login and its sounds
	prLogOut {
		var isHere = memory[\sclang].asInteger == thisProcess.pid and: { Descant.connection.notNil };
		if(memory.isIn.not or: { isHere }) { ^this };
		DescantLogin.logOut(memory[\host], memory[\scsynth].asInteger, memory[\client].asInteger);
	}

	prWanted { ^memory[\client].asInteger.max(1) }

	// the messages of `descant list`, nil where nobody answers, false where it cannot be asked
	prAsk { |wait_s, of|
		var words = ["list", "--osc", "--host", host, "--port", port, "--wait", wait_s];
		var answer, messages;
		if(DescantLogin.composers.isNil) { words = words ++ ["--login", this.prWanted] };  // else there is one
		if(of.notNil) { words = words ++ ["--of", of] };
		answer = DescantProcess.run(program, *words);
		messages = this.class.prMessages(answer[1]);
		if(messages.notEmpty) { ^messages };
		if(answer[1].any { |line| line.beginsWith("error: %:%: ".format(host, port)) }) { ^nil };
		this.prNoProgram(answer);
		^false
	}

	prNoProgram { |answer|
		if(answer[1].any { |line| line.contains("No such command") }) {
			^DescantCheck.say(where, "% is too old for this Quark; %".format(program, DescantProcess.howToInstall))
		};
		^DescantCheck.say(where, "% does not run (%); %".format(program, answer[1].last ? "no word from it",
			DescantProcess.howToInstall))
	}

	prFacts { |messages|
		^(host: host, port: port, messages: messages, memory: memory, where: where)
	}

	// ------------------------------------------------------------ starting
	prStart {
		var server = DescantLogin.composers, process, messages;
		if(this.prCanJoin(server).not) { ^nil };
		process = DescantProcess.start(program, this.prWords(server), memory.log);
		memory.put(\pid, process.pid, \log, memory.log, \owner, thisProcess.pid);
		messages = this.prAsk(60, process.pid);
		if(messages.isNil or: { messages == false }) {
			DescantCheck.say(where, process.reason);
			if(process.isAlive) { process.end };
			memory.forget;
			^nil
		};
		^this.prFacts(messages)
	}

	prCanJoin { |server|
		if(Server.default.serverBooting) {
			DescantCheck.say(where, "the server % is booting; wait for it: s.waitForBoot { Descant.boot }".format(Server.default));
			^false
		};
		if(server.isNil) { ^true };
		if(server.inProcess) {
			DescantCheck.say(where, "the internal server takes no clients; use Server.local, or quit it");
			^false
		};
		if(server.maxNumClients < 2) {
			DescantCheck.say(where, "the server % lets only one client in; s.options.maxLogins = 4; s.reboot; then Descant.boot"
				.format(server));
			^false
		};
		^true
	}

	prWords { |server|
		var words = List["perform", patch, "--osc-port", port];
		if(picture.not) { words.add("--no-video") };
		if(panel) { words.add("--panel") };
		if(seed.notNil) { words.addAll(["--seed", seed.asInteger]) };
		set.pairsDo { |name, value| words.addAll(["--set", "%=%".format(name, value)]) };
		if(patch == this.class.own) { words.addAll(["--take", this.prTake]) };
		if(server.isNil) { words.addAll(["--scsynth-port", scsynthPort]) } {
			words.addAll(["--server", "%:%".format(server.addr.hostname, server.addr.port)]);
			words.addAll(["--server-has", DescantLogin.counts(server).join(",")]);
		};
		^words
	}

	// takes of the Quark's own patch do not go into the Quark
	prTake { ^Platform.userAppSupportDir +/+ "descant-takes" +/+ Date.localtime.stamp }
}
