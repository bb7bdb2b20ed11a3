// Sound that a part makes as a loop, in a Buffer for players of your own. No kind of part makes loops yet, and it says so.
DescantLoop {
	*new { |part|
		if(DescantCheck.named(part, "DescantLoop", "the part").isNil or: { Descant.prIsThere("DescantLoop").not }) { ^nil };
		^DescantCheck.say("DescantLoop", if(Descant.parts.includes(part.asSymbol)) {
			"the part % makes no loop".format(part)
		} {
			"the patch has no part %; it has %".format(part, Descant.parts.join(", "))
		})
	}
}
