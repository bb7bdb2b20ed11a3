// What lies around the points of parts, as Descant tells it when it is asked: labels, and places that have them.
DescantSurroundings {
	classvar known, coming, waiting;

	*initClass {
		known = IdentityDictionary.new;    // pad -> (labels, places: [[x, y, label], ...])
		coming = IdentityDictionary.new;   // of what is not yet whole
		waiting = IdentityDictionary.new;  // pad -> actions
	}

	*listen { |link|
		known.clear;
		link.on("points/labels") { |msg| coming[msg[1]] = (labels: msg.drop(2), places: List.new) };
		link.on(\points) { |msg| coming[msg[1]] !? { |found| found[\places].addAll(msg.drop(2).clump(3)) } };
		link.on("points/end") { |msg| this.prEnd(msg[1], msg[2]) };
		link.on("points/changed") { |msg| if(known[msg[1]].notNil) { this.prAsk(msg[1]) } };
	}

	*labels { |pad| ^known[pad] !? { |found| found[\labels] } ? [] }
	*places { |pad| ^known[pad] !? { |found| found[\places] } ? [] }

	// the action is called with the labels: at once where they are known, else when they have come
	*know { |pad, action|
		if(known[pad].notNil) { ^action.value(this.labels(pad)) };
		waiting[pad] = waiting[pad].add(action);
		this.prAsk(pad);
	}

	*prAsk { |pad| Descant.connection.link.say(\points, pad) }

	*prEnd { |pad, count|
		var found = coming.removeAt(pad), actions;
		if(found.isNil or: { found[\places].size != count }) { ^this };
		known[pad] = found;
		actions = waiting.removeAt(pad);
		actions.do(_.value(found[\labels]));
		this.changed(\places, pad);
	}
}
