// The way into the scsynth on which Descant sounds.
//
// A composer's own server, which Descant has joined, stays as it is. A scsynth that Descant booted becomes the remote
// Server \descant, and the default one: it outlives sclang. Descant is client 0 there, so ids are asked for from 1.
// The server counts as running at once; its own answer, a moment later, confirms the client number.
DescantLogin {
	var again, <server, <isOurs = false, before, freesServers, heard, marker;

	// again is called when scsynth was booted anew by others
	*new { |again| ^super.newCopyArgs(again) }

	// a local server that runs and that is not Descant's, nil where there is none
	*composers {
		var server = Server.default;
		^if(server.serverRunning and: { server.name != \descant }) { server }
	}

	// options of a server in the order of `perform --server-has`
	*counts { |server|
		var o = server.options;
		^[o.numInputBusChannels, o.numOutputBusChannels, o.numAudioBusChannels, o.numControlBusChannels, o.numBuffers]
	}

	enter { |host, port, maxLogins, inputs, outputs, audio, control, buffers, client|
		var own = this.class.composers;
		if(own.notNil and: { own.addr.port == port } and: { own.addr.hostname == host.asString }) {
			server = own;
			isOurs = false;
		} {
			this.prEnter(host.asString, port, this.prOptions(maxLogins, inputs, outputs, audio, control, buffers), client);
		};
		freesServers = freesServers ?? { CmdPeriod.freeServers };
		CmdPeriod.freeServers = false;
		^server
	}

	prOptions { |maxLogins, inputs, outputs, audio, control, buffers|
		^ServerOptions.new.maxLogins_(maxLogins)
		.numInputBusChannels_(inputs).numOutputBusChannels_(outputs)
		.numAudioBusChannels_(audio).numControlBusChannels_(control).numBuffers_(buffers)
	}

	prEnter { |host, port, options, client|
		server = Server.named[\descant];
		if(server.notNil and: { server.addr.port != port or: { server.addr.hostname != host } }) {
			server.stopAliveThread;
			server.remove;
			server = nil;
		};
		if(server.isNil) {
			server = Server(\descant, NetAddr(host, port), options, client);
		} {
			server.options = options;
		};
		isOurs = true;
		if(Server.default !== server) { before = Server.default };
		Server.default = server;
		this.prNew(client);
	}

	// an earlier sclang on this UDP port may have left its login and its sounds behind
	*logOut { |host, port, client|
		var group = client * (2 ** 26).asInteger + 1;
		NetAddr(host, port).sendBundle(nil, ["/error", -1], ["/g_freeAll", group], ["/notify", 0, client], ["/error", -2]);
	}

	prLogIn {
		var group = server.defaultGroupID;
		heard.do(_.free);
		heard = [
			OSCFunc({ |msg| this.prConfirmed(msg[2], msg[3]) }, '/done', server.addr, argTemplate: ['/notify']).fix,
			OSCFunc({ |msg| this.prRefused(msg[2], msg[3]) }, '/fail', server.addr, argTemplate: ['/notify']).fix,
			OSCFunc({ |msg| this.prMissed(msg[2]) }, '/fail', server.addr, argTemplate: ['/g_queryTree']).fix
		];
		server.sendMsg("/notify", 1, server.clientID);
		// behind Descant's own group: what its synths write is read in the same block
		server.sendBundle(nil, ["/error", -1], ["/g_new", group, 1, 0], ["/error", -2]);
		server.sendMsg("/g_freeAll", group);
		server.sendMsg("/n_order", 1, 0, group);
		marker = server.nextPermNodeID;
		server.sendMsg("/g_new", marker, 1, 0);
	}

	prRun {
		var watcher = server.statusWatcher;
		DescantCheck.tried { server.connectSharedMemory };
		watcher.serverRunning = true;
		watcher.notified = true;
		watcher.startAliveThread;
		ServerBoot.run(server);
		server.tree.value(server);
		ServerTree.run(server);
		server.changed(\serverRunning);
	}

	prConfirmed { |client|
		if(client.notNil and: { client != server.clientID }) { this.prTake(client) }
	}

	// "already registered", and as whom: this port's login of before is still there
	prRefused { |text, client|
		if(client.isKindOf(Integer) and: { client != server.clientID }) { this.prTake(client) }
	}

	// somebody else was quicker
	prTake { |client|
		DescantCheck.say("Descant", "scsynth gives client number % instead of %; play again what sounds already"
			.format(client, server.clientID));
		server.statusWatcher.notified = false;
		server.clientID = client;
		server.statusWatcher.notified = true;
		this.prLogIn;
	}

	// an empty group of ours is there as long as this is the scsynth that was entered
	look { if(isOurs) { server.sendMsg("/g_queryTree", marker, 0) } }

	prMissed { |text|
		if(text.asString.contains("Group % not found".format(marker)).not) { ^this };
		this.prNew(server.clientID);
		again.value;
	}

	prNew { |client|
		server.statusWatcher.serverRunning = false;  // what was on it before is gone
		server.statusWatcher.notified = false;
		server.clientID = client;
		this.prLogIn;
		this.prRun;
	}

	isIn { ^server.notNil and: { server.serverRunning } }

	// Cmd-. : AppClock has lost the threads that watch servers, and those that are not Descant's fall silent as ever
	silence {
		if(this.isIn) { server.freeMyDefaultGroup };
		Server.all.do { |other|
			if(other !== server and: { other.isLocal } and: { other.serverRunning }) { other.freeAll }
		};
		Server.resumeThreads;
	}

	leave {
		CmdPeriod.freeServers = freesServers ? true;
		freesServers = nil;
		heard.do(_.free);
		heard = nil;
		if(isOurs and: { server.notNil }) {
			this.class.logOut(server.addr.hostname, server.addr.port, server.clientID);
			server.stopAliveThread;
			server.statusWatcher.serverRunning = false;
			if(Server.default === server) { Server.default = before ?? { Server.local } };
			server.remove;
		};
		server = nil;
		isOurs = false;
	}
}
