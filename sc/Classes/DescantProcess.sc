// The program `descant`: finds it, starts it, asks it and ends it through the system's shell.
//
// What is asked is waited for: in a Routine by yielding, elsewhere by holding the interpreter, so that the next line
// of code finds everything in its place.
DescantProcess {
	classvar words = #["--scsynth-port ", "scsynthPort: ", "with --osc-port", "with port:"];  // of its own, and here
	classvar <>program;  // where it is, if not to be searched for
	classvar alive = "alive() { s=$(ps -o stat= -p $1 2>/dev/null); [ -n \"$s\" ] && [ \"${s#Z}\" = \"$s\" ]; }; ";
	var <>pid, <>log, read = 0;

	*new { |pid, log| ^super.newCopyArgs(pid, log) }

	*find {
		var given = program ?? { "DESCANT".getenv };
		if(given.notNil) { ^this.found(given.asString.standardizePath) };
		this.places.do { |path| if(File.exists(path)) { ^path } };
		^this.output("command -v descant")[1].first
	}

	*found { |path| ^if(File.exists(path) and: { File.type(path) != \directory }) { path } }

	*places {
		^[this.folder.dirname +/+ ".venv/bin/descant", "~/.local/bin/descant".standardizePath,
			"/usr/local/bin/descant", "/opt/homebrew/bin/descant"]
	}

	// the Quark's own folder, also where that is a link into Descant's
	*folder { ^File.realpath(this.filenameSymbol.asString).dirname.dirname }

	*howToInstall {
		^"run scripts/setup live in Descant's folder, or say where it is: Descant.program = \"/path/to/descant\""
	}

	// [exit status, lines] of a shell command
	*output { |command|
		^if(thisThread.isKindOf(Routine)) { this.prYielding(command) } { this.prHolding(command) }
	}

	*prHolding { |command|
		var pipe = Pipe(command, "r"), lines = List.new, line;
		while { (line = pipe.getLine(16384)).notNil } { lines.add(line) };
		thisThread.seconds = Main.elapsedTime;  // else what is played next counts from before, and comes late
		^[pipe.close.rightShift(8), lines.asArray]
	}

	*prYielding { |command|
		var path = PathName.tmp +/+ "descant-answer-%-%".format(thisProcess.pid, 1000000000.rand);
		var done = Condition.new, status, lines;
		"{ %; } > % 2>&1".format(command, path.shellQuote).unixCmd({ |code| status = code; done.unhang }, false);
		done.hang;
		lines = File.use(path, "r") { |file| file.readAllString.split($\n).reject(_.isEmpty) };
		File.delete(path);
		^[status, lines]
	}

	// [exit status, lines] of a command of Descant's
	*run { |program ... words|
		^this.output("% % 2>&1".format(program.shellQuote, this.line(words)))
	}

	*line { |words| ^words.collect { |word| word.asString.shellQuote }.join(" ") }

	// a process that lives on when sclang ends or compiles its library anew
	*start { |program, words, log|
		var found;
		File.mkdir(log.dirname);
		found = this.output("% % --apart > % 2>&1 < /dev/null & echo $!".format(
			program.shellQuote, this.line(words), log.shellQuote));
		^this.new(found[1].first.asInteger, log)
	}

	isAlive { ^this.class.output(alive ++ "alive %".format(pid))[0] == 0 }

	// whether that number is still a Descant's: the system gives it away again
	isDescant { ^this.class.output("ps -o command= -p % | grep -q descant".format(pid))[0] == 0 }

	// let it fade and end, and wait for that
	end { |seconds = 8|
		^this.class.output(alive ++ "kill -TERM %; i=0; while alive % && [ $i -lt % ]; do sleep 0.1; i=$((i+1)); done; ! alive %"
			.format(pid, pid, (seconds * 10).asInteger, pid))[0] == 0
	}

	// when sclang has gone within ten seconds from now it was quit, and so is Descant; else its library was compiled anew
	endAfterSclang {
		var sclang = thisProcess.pid;
		("(i=0; while " ++ "kill -0 % 2>/dev/null && [ $i -lt 100 ]; do sleep 0.1; i=$((i+1)); done; "
			"kill -0 % 2>/dev/null || kill -TERM %) > /dev/null 2>&1 < /dev/null &").format(sclang, sclang, pid).systemCmd
	}

	// what it has said since the last time
	news {
		var text = "";
		if(log.isNil or: { File.exists(log).not }) { ^[] };
		File.use(log, "r") { |file|
			file.seek(read);
			text = file.readAllString;
			read = read + text.size;
		};
		// xruns may come every second; they are in the take
		^text.split($\n).reject { |line| line.isEmpty or: { line.beginsWith("JACK: ") } }
	}

	// why it did not start, in a line
	reason {
		var lines = this.news;
		var error = lines.reverse.detect { |line| line.beginsWith("error: ") };
		words.pairsDo { |theirs, ours| error = error !? { error.replace(theirs, ours) } };
		^if(error.notNil) { error.drop(7) } { lines.last ?? { "it ended without a word" } }
	}
}
