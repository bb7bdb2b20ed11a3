// A window in which streams draw their last seconds, each in a lane of its own.
DescantPlot {
	var <window, <streams, <seconds, view, times, values;

	*new { |streams, seconds = 10| ^super.newCopyArgs(nil, streams, seconds).init }

	init {
		times = List.new;
		values = List.new;
		window = Window("Descant", Rect(120, 120, 640, (streams.size * 70).clip(160, 800)));
		view = UserView(window, window.view.bounds).resize_(5);
		view.background = Color.gray(0.12);
		view.drawFunc = { this.prRead; this.prDraw };
		view.frameRate = 30;
		view.animate = true;
		window.front;
	}

	prRead {
		var now = Main.elapsedTime;
		times.add(now);
		values.add(streams.collect(_.value));
		while { times.first < (now - seconds) } { times.removeAt(0); values.removeAt(0) };
	}

	prDraw {
		var height = view.bounds.height / max(1, streams.size);
		streams.do { |stream, n| this.prLane(stream, n, Rect(0, n * height, view.bounds.width, height)) };
	}

	prLane { |stream, place, lane|
		var points = values.collect { |row, n|
			Point(
				times[n].linlin(times.last - seconds, times.last, lane.left, lane.right),
				stream.spec.unmap(row[place]).linlin(0, 1, lane.bottom - 4, lane.top + 16)
			)
		};
		Pen.strokeColor = Color.hsv(place / max(1, streams.size) * 0.8, 0.5, 1);
		Pen.moveTo(points.first);
		points.do { |point| Pen.lineTo(point) };
		Pen.stroke;
		Pen.stringAtPoint("%  %".format(stream.name, values.last[place].round(0.0001)), Point(6, lane.top + 2),
			Font.default, Color.gray(0.8));
	}

	front { window.front }
	close { window.close }
}
