// What Descant tells becomes names; a name that is typed wrong finds its neighbour.
TestDescantTable : UnitTest {
	var table, link;

	setUp {
		link = DescantLink("127.0.0.1", 57999);
		table = DescantTable(link);
		[
			"/descant/parameter\tssssffsff\tcubics/learning_rate\tf\ta note\t-0.3\t2.0\tlinear\t0.15\t0.3",
			"/descant/parameter\tsssffsss\tcubics/loss_form\tchoice\t\t0\t1\tlinear\tsquared\tabsolute",
			"/descant/stream\tssffi\tcubics/loss\t\t0.0\t3.0\t514",
			"/descant/list/end\ti\t3"
		].do { |line, n| link.hear(DescantTable.message(line)) };
	}

	test_lines_are_messages {
		this.assertEquals(
			DescantTable.message("/descant/cue\tfsfs\t1.0\tThe End\t2.5\t"), ['/descant/cue', 1.0, 'The End', 2.5, '']
		);
		this.assertEquals(DescantTable.message("/descant/login\ti\t-1"), ['/descant/login', -1]);
	}

	test_streams_and_parameters {
		this.assertEquals(table.streams, ['cubics/loss']);
		this.assertEquals(table.parts, [\cubics]);
		this.assertEquals(table['cubics/loss'].bus.index, 514);
		this.assertEquals(table['cubics/loss'].asMap, \c514);
		this.assertEquals(table['cubics/loss'].spec.maxval, 3.0);
	}

	test_an_object_stays_and_what_is_gone_goes {
		var loss = table['cubics/loss'];
		link.hear(['/descant/stream', 'cubics/loss', '', 0.0, 3.0, 700]);
		link.hear(['/descant/list/end', 1]);
		this.assert(table['cubics/loss'] === loss, "the same object");
		this.assertEquals(loss.bus.index, 700);
		this.assertEquals(table.parameters, []);
	}

	// the list of Descant's own accord is half told when one is asked for and told at once
	test_two_lists_at_a_time {
		var stream = { |name| ['/descant/stream', name, '', 0.0, 1.0, 3] };
		var loss = table['cubics/loss'];
		link.hear(stream.('cubics/loss'));
		table.hearAll([stream.('cubics/loss'), stream.('new/loss'), ['/descant/list/end', 2]]);
		link.hear(stream.('new/loss'));
		link.hear(['/descant/list/end', 2]);
		this.assertEquals(table.streams, ['cubics/loss', 'new/loss']);
		this.assert(table['cubics/loss'] === loss);
	}

	test_a_list_with_holes_takes_nothing_away {
		link.hear(['/descant/list/end', 3]);
		this.assertEquals(table.streams, ['cubics/loss']);
	}

	test_cues {
		link.hear(['/descant/cue/entry', 1.0, 'Cubics', 'low']);
		link.hear(['/descant/cue/entry', 2.5, 'Knots', '']);
		link.hear(['/descant/cue/list/end', 2]);
		link.hear(['/descant/cue', 1.0, 'Cubics', 2.5, 'Knots']);
		this.assertEquals(table.cues.collect(_.name), ["Cubics", "Knots"]);
		this.assertEquals(table.cue.nextNumber, 2.5);
	}

	test_distance {
		[["loss", "loss", 0], ["los", "loss", 1], ["lsos", "loss", 1], ["gloss", "loss", 1], ["lass", "loss", 1],
			["", "loss", 4], ["cubics/los", "cubics/loss", 1], ["knot", "tonk", 3]].do { |each|
			this.assertEquals(DescantTable.distance(each[0], each[1]), each[2], each.asString)
		};
		this.assertEquals(table.nearest('cubcis/loss'), 'cubics/loss');
		this.assertEquals(table.nearest('cubics/learning'), 'cubics/learning_rate');
	}
}
