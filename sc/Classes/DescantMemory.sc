// What is remembered in files about the Descant at one port, so that a sclang that comes back after a crash, or with its
// class library compiled anew, knows it again: who started it, and which client number this sclang has on which scsynth.
DescantMemory {
	classvar own = #[\sclang, \host, \scsynth, \client, \of];  // of this sclang, by its UDP port; the rest is Descant's
	var <port, facts;

	*new { |port| ^super.newCopyArgs(port, IdentityDictionary.new).init }

	// the memory of what this very process was attached to before its library was compiled anew
	*ofThisProcess {
		^(this.folder +/+ "descant-*-%.txt".format(NetAddr.langPort)).pathMatch
		.collect { |path| this.new(path.basename.split($-)[1].asInteger) }
		.detect { |memory| memory[\sclang].asInteger == thisProcess.pid }
	}

	*folder { ^Platform.userAppSupportDir }

	init { [this.path, this.ownPath].do { |path| if(File.exists(path)) { this.prRead(path) } } }

	prRead { |path|
		File.use(path, "r") { |file|
			file.readAllString.split($\n).do { |line|
				var at = line.find("\t");
				if(at.notNil) { facts[line.keep(at).asSymbol] = line.drop(at + 1) }
			}
		}
	}

	path { ^this.class.folder +/+ "descant-%.txt".format(port) }
	ownPath { ^this.class.folder +/+ "descant-%-%.txt".format(port, NetAddr.langPort) }
	log { ^this.class.folder +/+ "descant-%.log".format(port) }

	at { |key| ^facts[key] ? "" }

	put { |...pairs|
		pairs.pairsDo { |key, value| facts[key] = value.asString };
		File.mkdir(this.class.folder);
		this.prWrite(this.path, facts.reject { |value, key| own.includes(key) });
		this.prWrite(this.ownPath, facts.select { |value, key| own.includes(key) });
	}

	prWrite { |path, some|
		File.use(path, "w") { |file| some.keysValuesDo { |key, value| file.write("%\t%\n".format(key, value)) } }
	}

	// Descant has ended
	forget {
		facts.clear;
		[this.path, this.ownPath].do { |path| File.delete(path) };
	}

	// which scsynth was entered, and of which Descant it is
	entered { |host, scsynth, client|
		this.put(\sclang, thisProcess.pid, \host, host, \scsynth, scsynth, \client, client, \of, this[\pid])
	}

	// whether a sclang on this UDP port has not left that scsynth, and it can be the same one still
	isIn { ^(this[\sclang].asInteger > 0) and: { this[\of] == this[\pid] } }

	// this sclang has left
	left { if(facts.notEmpty) { this.put(\sclang, 0) } }

	// the process that a sclang started, nil where there is none any more
	process {
		var process;
		if(this[\pid].isEmpty) { ^nil };
		process = DescantProcess(this[\pid].asInteger, this[\log]);
		^if(process.isDescant) { process }
	}

	// Descant ends with the sclang that owns it: the one that booted it, or found it again after a crash
	isOwned { ^this[\owner].asInteger == thisProcess.pid }
	own { if(this.isOwned or: { this.class.lives(this[\owner].asInteger).not }) { this.put(\owner, thisProcess.pid) } }

	*lives { |pid| ^(pid > 0) and: { pid.pidRunning } }
}
