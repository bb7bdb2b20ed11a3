// What is remembered in a file about the Descant at one port, so that a sclang that comes back after a crash, or with
// its class library compiled anew, knows it again: who started it, which client number was taken on which scsynth.
DescantMemory {
	var <port, <facts;

	*new { |port| ^super.new.init(port) }

	// the memory of what this very process was attached to before its library was compiled anew
	*ofThisProcess {
		^(this.folder +/+ "descant-*.txt").pathMatch
		.collect { |path| this.new(path.basename.drop(8).drop(-4).asInteger) }
		.detect { |memory| memory[\sclang].asInteger == thisProcess.pid }
	}

	*folder { ^Platform.userAppSupportDir }

	init { |argPort|
		port = argPort;
		facts = IdentityDictionary.new;
		if(File.exists(this.path)) {
			File.use(this.path, "r") { |file|
				file.readAllString.split($\n).do { |line|
					var at = line.find("\t");
					if(at.notNil) { facts[line.keep(at).asSymbol] = line.drop(at + 1) }
				}
			}
		}
	}

	path { ^this.class.folder +/+ "descant-%.txt".format(port) }

	log { ^this.class.folder +/+ "descant-%.log".format(port) }

	at { |key| ^facts[key] ? "" }

	put { |...pairs|
		pairs.pairsDo { |key, value| facts[key] = value.asString };
		File.mkdir(this.class.folder);
		File.use(this.path, "w") { |file|
			facts.keysValuesDo { |key, value| file.write("%\t%\n".format(key, value)) }
		}
	}

	forget { facts.clear; File.delete(this.path) }

	// the process that a sclang started, nil where there is none any more
	process {
		var process;
		if(this[\pid].isEmpty) { ^nil };
		process = DescantProcess(this[\pid].asInteger, this[\log]);
		^if(process.isDescant) { process }
	}
}
